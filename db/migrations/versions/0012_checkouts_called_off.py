"""Checkouts of what has ended are called off at the provider."""

from alembic import op

revision = "0012"
down_revision = "0011"

STATEMENTS = [
    "alter table payment_session add column if not exists call_off_at timestamptz",
    "alter table payment_session add column if not exists call_off_attempt integer not null default 0",
    "alter table payment_session add column if not exists called_off_at timestamptz",
    """create index if not exists payment_session_to_call_off on payment_session (merchant_id, call_off_at)
        where call_off_at is not null and provider_reference is not null""",
]


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
