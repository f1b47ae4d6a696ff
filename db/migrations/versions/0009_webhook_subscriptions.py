"""Whom merchants want told what happens."""

from alembic import op

from db.migrations.fencing import fence
from db.migrations.telling import FUNCTIONS, TRIGGERS

revision = "0009"
down_revision = "0008"

TABLES = ["webhook_subscription", "webhook_message", "webhook_attempt"]

STATEMENTS = [
    """create table if not exists webhook_subscription (
        merchant_id uuid not null,
        id uuid not null,
        url text not null,
        topics text[] not null,
        created_at timestamptz not null,
        disabled_at timestamptz,
        failures integer not null,
        rests_until timestamptz,
        primary key (merchant_id, id)
    )""",
    """create index if not exists webhook_subscription_by_creation
        on webhook_subscription (merchant_id, created_at, id)""",
    """create table if not exists webhook_message (
        merchant_id uuid not null,
        id uuid not null,
        subscription_id uuid not null,
        topic text not null,
        payload jsonb not null,
        status text not null,
        attempt integer not null,
        asked_again_at integer not null,
        next_at timestamptz not null,
        created_at timestamptz not null,
        primary key (merchant_id, id),
        foreign key (merchant_id, subscription_id)
            references webhook_subscription (merchant_id, id) on delete cascade
    )""",
    """create index if not exists webhook_message_of_subscription
        on webhook_message (merchant_id, subscription_id, created_at, id)""",
    """create index if not exists webhook_message_to_claim
        on webhook_message (merchant_id, subscription_id, next_at)
        where status in ('PENDING', 'SENDING')""",
    """create table if not exists webhook_attempt (
        merchant_id uuid not null,
        message_id uuid not null,
        attempt integer not null,
        at timestamptz not null,
        response_status smallint,
        error text,
        duration_ms integer not null,
        primary key (merchant_id, message_id, attempt),
        foreign key (merchant_id, message_id) references webhook_message (merchant_id, id) on delete cascade
    )""",
]


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    for table in TABLES:
        fence(table)
    op.execute(f"grant select, insert, update, delete on {', '.join(TABLES)} to kontor_app")
    for statement in (*FUNCTIONS, *TRIGGERS):
        op.execute(statement)
