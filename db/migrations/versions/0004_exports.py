"""Exports of customers; and rows of theirs that come back say whose they are."""

from alembic import op

from db.migrations.fencing import fence

revision = "0004"
down_revision = "0003"

STATEMENTS = [
    """create table if not exists customer_export (
        merchant_id uuid not null,
        id uuid not null,
        status text not null,
        selection jsonb not null,
        format text not null,
        locale text not null,
        progress_done integer not null,
        progress_total integer,
        row_count integer,
        byte_size bigint,
        sha256 bytea,
        storage_key text,
        failure jsonb,
        actor text not null,
        created_at timestamptz not null,
        started_at timestamptz,
        finished_at timestamptz,
        expires_at timestamptz,
        primary key (merchant_id, id)
    )""",
    """create index if not exists customer_export_by_creation on customer_export (merchant_id, created_at, id)""",
    "alter table staged_customer add column if not exists kontor_id uuid",
]


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    fence("customer_export")
    op.execute("grant select, insert, update, delete on customer_export to kontor_app")
