"""Who must not be written to."""

from alembic import op

from db.migrations.fencing import fence

revision = "0007"
down_revision = "0006"

TABLES = ["contact_preference", "suppression"]

STATEMENTS = [
    """create table if not exists contact_preference (
        merchant_id uuid not null,
        customer_id uuid not null,
        channel text not null,
        purpose text not null,
        state text not null,
        source text not null,
        at timestamptz not null,
        proof text,
        primary key (merchant_id, customer_id, channel, purpose),
        foreign key (merchant_id, customer_id) references customer (merchant_id, id) on delete cascade
    )""",
    """create table if not exists suppression (
        merchant_id uuid not null,
        channel text not null,
        address_hash bytea not null,
        purpose text not null,
        source text not null,
        at timestamptz not null,
        primary key (merchant_id, channel, address_hash, purpose)
    )""",
    "alter table customer add column if not exists sms_block text",
    "alter table customer add column if not exists email_block text",
    "alter table customer add column if not exists sms_suppression bytea",
    "alter table customer add column if not exists email_suppression bytea",
    "alter table staged_customer add column if not exists sms_block text",
    "alter table staged_customer add column if not exists email_block text",
]


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    for table in TABLES:
        fence(table)
    op.execute(f"grant select, insert, update, delete on {', '.join(TABLES)} to kontor_app")
