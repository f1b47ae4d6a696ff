"""The first schema: tables, tenancy, roles and search.

Every statement can be run again. Tables stand here as text, frozen at their first form; that they
agree with db.tables is held by tests/db/test_migrations.py.
"""

from alembic import op

from db.migrations.fencing import fence

revision = "0001"
down_revision = None

TABLES = [
    """create table if not exists api_key (
        digest bytea not null,
        id uuid not null,
        merchant_id uuid not null,
        role text not null,
        name text not null,
        created_at timestamptz not null,
        revoked_at timestamptz,
        primary key (digest),
        unique (id)
    )""",
    """create index if not exists ix_api_key_merchant_id on api_key (merchant_id)""",
    """create table if not exists custom_field_definition (
        merchant_id uuid not null,
        id uuid not null,
        key text not null,
        label text not null,
        type text not null,
        options text[] not null,
        required boolean not null,
        personal_data boolean not null,
        position integer not null,
        primary key (merchant_id, id),
        unique (merchant_id, key)
    )""",
    """create table if not exists customer_count (
        merchant_id uuid not null,
        group_id uuid not null,
        slot smallint not null,
        customers bigint not null,
        primary key (merchant_id, group_id, slot)
    )""",
    """create table if not exists customer_group (
        merchant_id uuid not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        id uuid not null,
        version integer not null,
        name text not null,
        name_key text collate "C" not null,
        description text,
        primary key (merchant_id, id),
        unique (merchant_id, name_key)
    )""",
    """create table if not exists idempotency (
        merchant_id uuid not null,
        actor text not null,
        mutation text not null,
        key text not null,
        arguments_sha256 bytea not null,
        outcome jsonb,
        created_at timestamptz not null,
        primary key (merchant_id, actor, mutation, key)
    )""",
    """create table if not exists job (
        merchant_id uuid not null,
        id uuid not null,
        kind text not null,
        subject_id uuid not null,
        state text not null,
        attempt integer not null,
        lease_until timestamptz,
        next_at timestamptz not null,
        cursor integer not null,
        created_at timestamptz not null,
        failure text,
        primary key (merchant_id, id)
    )""",
    """create index if not exists job_of_subject on job (merchant_id, subject_id)""",
    """create index if not exists job_to_claim on job (merchant_id, next_at) where state in ('PENDING', 'RUNNING')""",
    """create table if not exists merchant (
        merchant_id uuid not null,
        name text not null,
        default_region text not null,
        default_currency text not null,
        default_locale text not null,
        time_zone text not null,
        created_at timestamptz not null,
        primary key (merchant_id)
    )""",
    """create unlogged table if not exists staged_customer (
        merchant_id uuid not null,
        import_id uuid not null,
        row integer not null,
        customer_id uuid not null,
        event_id uuid not null,
        group_event_id uuid not null,
        new_group_id uuid,
        matched_id uuid,
        salutation text,
        first_name text,
        last_name text,
        company_name text,
        display_name text not null,
        sort_name text not null,
        search_text text not null,
        phone_raw text,
        phone_e164 text,
        phone_type text,
        phone_region text,
        email text,
        email_normal text,
        address_line1 text,
        address_line2 text,
        address_postal_code text,
        address_city text,
        address_region text,
        address_country text,
        locale text,
        external_reference text,
        note text,
        vat_id text,
        group_name text,
        group_key text,
        custom_fields jsonb not null,
        unread text[],
        primary key (merchant_id, import_id, row)
    )""",
    """create table if not exists upload (
        merchant_id uuid not null,
        id uuid not null,
        file_name text not null,
        byte_size bigint not null,
        sha256 bytea not null,
        storage_key text not null,
        created_at timestamptz not null,
        primary key (merchant_id, id)
    )""",
    """create table if not exists customer (
        merchant_id uuid not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        id uuid not null,
        version integer not null,
        salutation text,
        first_name text,
        last_name text,
        company_name text,
        display_name text not null,
        sort_name text collate "C" not null,
        search_text text not null,
        phone_raw text,
        phone_e164 text,
        phone_type text,
        phone_region text,
        email text,
        email_normal text,
        address_line1 text,
        address_line2 text,
        address_postal_code text,
        address_city text,
        address_region text,
        address_country text,
        locale text,
        external_reference text,
        note text,
        vat_id text,
        group_id uuid,
        creation_source text not null,
        custom_fields jsonb not null,
        primary key (merchant_id, id),
        foreign key (merchant_id, group_id) references customer_group (merchant_id, id)
    )""",
    """create index if not exists customer_by_creation on customer (merchant_id, created_at, id)""",
    """create index if not exists customer_by_name on customer (merchant_id, sort_name, id)""",
    """create index if not exists customer_by_search_text on customer using gin (merchant_id, search_text gin_trgm_ops)""",
    """create index if not exists customer_by_update on customer (merchant_id, updated_at, id)""",
    """create index if not exists customer_of_group_by_name on customer (merchant_id, group_id, sort_name, id)""",
    """create table if not exists customer_import (
        merchant_id uuid not null,
        id uuid not null,
        upload_id uuid not null,
        status text not null,
        phase text not null,
        progress_done integer not null,
        progress_total integer,
        dialect jsonb not null,
        columns jsonb not null,
        options jsonb not null,
        row_count integer not null,
        created integer not null,
        updated integer not null,
        unchanged integer not null,
        skipped integer not null,
        rejected integer not null,
        warnings integer not null,
        failure jsonb,
        actor text not null,
        created_at timestamptz not null,
        started_at timestamptz,
        finished_at timestamptz,
        primary key (merchant_id, id),
        foreign key (merchant_id, upload_id) references upload (merchant_id, id)
    )""",
    """create index if not exists customer_import_by_creation on customer_import (merchant_id, created_at, id)""",
    """create table if not exists contact_point (
        merchant_id uuid not null,
        id uuid not null,
        customer_id uuid not null,
        position smallint not null,
        channel text not null,
        value text not null,
        label text,
        primary key (merchant_id, id),
        foreign key (merchant_id, customer_id) references customer (merchant_id, id) on delete cascade
    )""",
    """create index if not exists contact_point_of_customer on contact_point (merchant_id, customer_id, position)""",
    """create table if not exists customer_identity (
        merchant_id uuid not null,
        kind text not null,
        value text not null,
        customer_id uuid not null,
        primary key (merchant_id, kind, value),
        foreign key (merchant_id, customer_id) references customer (merchant_id, id) on delete cascade
    )""",
    """create index if not exists customer_identity_of_customer on customer_identity (merchant_id, customer_id)
        where customer_id is not null""",
    """create table if not exists customer_total (
        merchant_id uuid not null,
        customer_id uuid not null,
        currency char(3) not null,
        payment_count bigint not null,
        paid_minor bigint not null,
        last_payment_at timestamptz not null,
        primary key (merchant_id, customer_id, currency),
        foreign key (merchant_id, customer_id) references customer (merchant_id, id) on delete cascade
    )""",
    """create table if not exists import_issue (
        merchant_id uuid not null,
        import_id uuid not null,
        row integer not null,
        position integer not null,
        "column" integer,
        header text,
        field text,
        code text not null,
        severity text not null,
        raw_value text,
        suggestion text,
        facts jsonb not null,
        primary key (merchant_id, import_id, row, position),
        foreign key (merchant_id, import_id) references customer_import (merchant_id, id) on delete cascade
    )""",
    """create table if not exists payment (
        merchant_id uuid not null,
        id uuid not null,
        customer_id uuid,
        amount_minor bigint not null,
        refunded_minor bigint not null,
        currency char(3) not null,
        status text not null,
        method text,
        reference text,
        provider text not null,
        provider_reference text,
        paid_at timestamptz,
        history_at timestamptz not null,
        created_at timestamptz not null,
        customer_resolution text not null,
        primary key (merchant_id, id),
        foreign key (merchant_id, customer_id) references customer (merchant_id, id),
        constraint payment_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$'),
        constraint payment_amount_is_positive check (amount_minor > 0),
        constraint payment_refund_fits check (refunded_minor between 0 and amount_minor)
    )""",
    """create index if not exists payment_by_time on payment (merchant_id, history_at, id)""",
    """create index if not exists payment_of_customer_by_time on payment (merchant_id, customer_id, history_at, id)""",
    """create unique index if not exists payment_of_provider on payment (merchant_id, provider, provider_reference) where provider_reference is not null""",
    """create table if not exists timeline_event (
        merchant_id uuid not null,
        customer_id uuid not null,
        id uuid not null,
        type text not null,
        at timestamptz not null,
        actor text not null,
        data jsonb not null,
        primary key (merchant_id, customer_id, id),
        foreign key (merchant_id, customer_id) references customer (merchant_id, id) on delete cascade
    )""",
    """create table if not exists payment_event (
        merchant_id uuid not null,
        payment_id uuid not null,
        id uuid not null,
        type text not null,
        amount_minor bigint not null,
        at timestamptz not null,
        message text,
        primary key (merchant_id, payment_id, id),
        foreign key (merchant_id, payment_id) references payment (merchant_id, id)
    )""",
]

TENANT_TABLES = [
    "merchant",
    "customer_group",
    "customer_count",
    "customer",
    "contact_point",
    "customer_identity",
    "custom_field_definition",
    "payment",
    "payment_event",
    "customer_total",
    "idempotency",
    "timeline_event",
    "job",
    "upload",
    "customer_import",
    "import_issue",
    "staged_customer",
]

# The application's role owns nothing and can bypass nothing; the owner enters it per transaction.
APPLICATION_ROLE = """
do $$
begin
    if not exists (select from pg_roles where rolname = 'kontor_app') then
        create role kontor_app nologin;
    end if;
    if not pg_has_role(current_user, 'kontor_app', 'set') then
        execute format('grant kontor_app to %I with set true, inherit false', current_user);
    end if;
end
$$
"""


# What the application may do to each table; what is append-only or immutable is so by grant.
GRANTS = [
    "grant usage on schema public to kontor_app",
    "grant select on merchant to kontor_app",
    # Never the digests: who recognises callers is the owner, before the merchant is known.
    "grant select (id, merchant_id, role, name, created_at, revoked_at) on api_key to kontor_app",
    """grant select, insert, update, delete on customer_group, customer_count, customer, contact_point,
        customer_identity, custom_field_definition, customer_total, idempotency, job, upload,
        customer_import, import_issue, staged_customer to kontor_app""",
    "grant select, insert on payment, payment_event, timeline_event to kontor_app",
    "grant update (status, refunded_minor) on payment to kontor_app",
]

# Trigram operators are not leakproof, so row-level security would switch their index off. This
# function runs as the owner, who sees all rows, and names the same setting itself.
SEARCH_FUNCTION = """
create or replace function search_customer(first_patterns text[], further_patterns text[])
returns setof uuid
language sql stable security definer rows 200
set search_path = public, pg_temp
as $$
    select customer.id
    from unnest(first_patterns) as pattern
    join customer on customer.search_text like pattern
    where customer.merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid
      and customer.search_text ~ all (further_patterns)
$$
"""


def upgrade() -> None:
    op.execute("create extension if not exists pg_trgm")
    op.execute("create extension if not exists btree_gin")
    for statement in TABLES:
        op.execute(statement)
    op.execute(APPLICATION_ROLE)
    for table in (*TENANT_TABLES, "api_key"):
        fence(table)
    for grant in GRANTS:
        op.execute(grant)
    op.execute(SEARCH_FUNCTION)
    op.execute("revoke all on function search_customer(text[], text[]) from public")
    op.execute("grant execute on function search_customer(text[], text[]) to kontor_app")
