"""Payment requests, their batches, their links, and the outbox."""

from alembic import op

from db.migrations.fencing import fence

revision = "0006"
down_revision = "0005"

TABLES = ["payment_request_batch", "payment_request", "payment_link", "delivery"]

STATEMENTS = [
    """create table if not exists payment_request_batch (
        merchant_id uuid not null,
        id uuid not null,
        status text not null,
        job_id uuid,
        selection jsonb not null,
        amount_minor bigint,
        amount_field uuid,
        currency char(3) not null,
        channels text[] not null,
        template_id uuid,
        reference text,
        preflight jsonb,
        approved_digest text,
        position uuid,
        tally jsonb not null,
        progress_done integer not null,
        progress_total integer,
        failure jsonb,
        actor text not null,
        created_at timestamptz not null,
        expires_at timestamptz,
        scheduled_for timestamptz,
        started_at timestamptz,
        finished_at timestamptz,
        canceled_at timestamptz,
        primary key (merchant_id, id)
    )""",
    """create index if not exists payment_request_batch_by_creation
        on payment_request_batch (merchant_id, created_at, id)""",
    """create table if not exists payment_request (
        merchant_id uuid not null,
        id uuid not null,
        customer_id uuid not null,
        batch_id uuid,
        customer_seen text,
        template_id uuid,
        reference text not null,
        amount_minor bigint not null,
        currency char(3) not null,
        channels text[] not null,
        status text not null,
        blockers text[] not null,
        token text not null,
        actor text not null,
        created_at timestamptz not null,
        changed_at timestamptz not null default now(),
        expires_at timestamptz,
        sent_at timestamptz,
        delivered_at timestamptz,
        viewed_at timestamptz,
        paid_at timestamptz,
        canceled_at timestamptz,
        payment_id uuid,
        primary key (merchant_id, id),
        foreign key (merchant_id, customer_id) references customer (merchant_id, id),
        foreign key (merchant_id, batch_id) references payment_request_batch (merchant_id, id)
            on delete cascade,
        foreign key (merchant_id, payment_id) references payment (merchant_id, id),
        constraint payment_request_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$'),
        constraint payment_request_amount_is_positive check (
            amount_minor > 0 or (amount_minor = 0 and status = 'SKIPPED')
        )
    )""",
    "create index if not exists payment_request_by_creation on payment_request (merchant_id, created_at, id)",
    """create index if not exists payment_request_of_customer
        on payment_request (merchant_id, customer_id, created_at, id)""",
    """create index if not exists payment_request_by_status
        on payment_request (merchant_id, status, created_at, id)""",
    "create index if not exists payment_request_by_reference on payment_request (merchant_id, reference)",
    """create unique index if not exists payment_request_of_payment
        on payment_request (merchant_id, payment_id) where payment_id is not null""",
    """create index if not exists payment_request_of_batch
        on payment_request (merchant_id, batch_id, id) where batch_id is not null""",
    """create unique index if not exists payment_request_once_a_batch
        on payment_request (merchant_id, batch_id, customer_id) where batch_id is not null""",
    "create index if not exists payment_request_by_change on payment_request (merchant_id, changed_at, id)",
    """create index if not exists payment_request_to_expire on payment_request (merchant_id, expires_at)
        where status in ('SCHEDULED', 'QUEUED', 'SENT', 'DELIVERED', 'UNDELIVERED', 'VIEWED')""",
    """create table if not exists payment_link (
        digest bytea not null primary key,
        merchant_id uuid not null,
        request_id uuid not null
    )""",
    "create index if not exists payment_link_of_request on payment_link (merchant_id, request_id)",
    """create table if not exists delivery (
        merchant_id uuid not null,
        id uuid not null,
        request_id uuid not null,
        purpose text not null,
        channel text not null,
        address text not null,
        address_hash bytea not null,
        locale text not null,
        subject text,
        text text not null,
        html text,
        encoding text,
        segments smallint,
        unicode_characters text[] not null,
        status text not null,
        attempt integer not null,
        next_at timestamptz not null,
        tried_since timestamptz,
        provider text not null,
        provider_message_id text,
        last_error text,
        created_at timestamptz not null,
        at timestamptz not null,
        primary key (merchant_id, id),
        foreign key (merchant_id, request_id) references payment_request (merchant_id, id) on delete cascade
    )""",
    "create index if not exists delivery_of_request on delivery (merchant_id, request_id, id)",
    """create index if not exists delivery_to_claim on delivery (merchant_id, channel, next_at)
        where status in ('QUEUED', 'SENDING')""",
    """create index if not exists delivery_of_provider
        on delivery (merchant_id, provider, provider_message_id) where provider_message_id is not null""",
    """create index if not exists delivery_to_number on delivery (merchant_id, address, id)
        where channel = 'SMS'""",
    """create table if not exists sender_pace (
        sender text not null primary key,
        free_at timestamptz not null
    )""",
]


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    for table in TABLES:
        fence(table)
    op.execute(f"grant select, insert, update, delete on {', '.join(TABLES)} to kontor_app")
