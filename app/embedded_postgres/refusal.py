"""What keeps the embedded Postgres from ever starting here, so that no second try would help."""

from app.cannot_start import CannotStart


class PostgresRefused(CannotStart):
    """The place, the account or the data make an embedded Postgres impossible."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason} Or let DATABASE_URL name another Postgres.")
