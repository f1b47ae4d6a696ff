"""Files in a store: an upload can be announced before it arrives, and is removed when it is needed no more."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Nothing yet."""
