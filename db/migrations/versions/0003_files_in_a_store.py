"""Files in a store: an upload can be announced before it arrives, and is removed when it is needed no more."""

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = [
    "alter table upload alter column sha256 drop not null",
    "alter table upload add column if not exists expires_at timestamptz",
    "alter table upload add column if not exists removed_at timestamptz",
    "create index if not exists upload_kept on upload (merchant_id, created_at) where removed_at is null",
    # What is old is found by few pages; writing to it costs next to nothing, and payments write here.
    "create index if not exists idempotency_by_age on idempotency using brin (merchant_id, created_at)",
]


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
