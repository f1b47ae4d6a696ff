"""Where payment providers and gateways tell us what has happened."""

from alembic import op

from db.migrations.fencing import fence

revision = "0008"
down_revision = "0007"

TABLES = ["webhook_endpoint", "received_event"]

STATEMENTS = [
    """create table if not exists webhook_endpoint (
        merchant_id uuid not null,
        id uuid not null,
        kind text not null,
        provider text not null,
        secret text,
        created_at timestamptz not null,
        last_event_at timestamptz,
        primary key (merchant_id, id)
    )""",
    """create index if not exists webhook_endpoint_by_creation
        on webhook_endpoint (merchant_id, created_at, id)""",
    """create table if not exists received_event (
        merchant_id uuid not null,
        sender text not null,
        event_id text not null,
        at timestamptz not null,
        primary key (merchant_id, sender, event_id)
    )""",
]


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    for table in TABLES:
        fence(table)
    op.execute("grant select, insert, update, delete on webhook_endpoint to kontor_app")
    op.execute("grant select, insert on received_event to kontor_app")  # remembered for ever
    # When money arrives is known once it has arrived.
    op.execute("grant update (paid_at, history_at) on payment to kontor_app")
