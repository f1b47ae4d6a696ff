"""Payers at the checkout of a provider."""

from alembic import op

from db.migrations.fencing import fence

revision = "0010"
down_revision = "0009"

STATEMENTS = [
    """create table if not exists payment_session (
        merchant_id uuid not null,
        id uuid not null,
        request_id uuid not null,
        provider text not null,
        locale text not null,
        provider_reference text,
        address text,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        returned_at timestamptz,
        closed_at timestamptz,
        primary key (merchant_id, id),
        foreign key (merchant_id, request_id) references payment_request (merchant_id, id) on delete cascade
    )""",
    """create unique index if not exists payment_session_open on payment_session (merchant_id, request_id)
        where closed_at is null""",
    """create index if not exists payment_session_of_request
        on payment_session (merchant_id, request_id, id)""",
]


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    fence("payment_session")
    op.execute("grant select, insert, update, delete on payment_session to kontor_app")
