"""What the catalogue says against the rules for tenant tables, one sentence a fault."""

import asyncpg

_FAULTS = """
with tenant_table as (
    -- api_key and payment_link are read before the merchant is known, sender_pace counts for all merchants;
    -- alembic_version is Alembic's own
    select oid, relname, relrowsecurity, relforcerowsecurity from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and relname not in ('api_key', 'payment_link', 'sender_pace', 'alembic_version')
),
reference as (
    select conname, confdeltype, child.attname as child, parent.attname as parent
    from tenant_table
    join pg_constraint on conrelid = tenant_table.oid and contype = 'f'
    join pg_attribute as child on child.attrelid = conrelid and child.attnum = conkey[1]
    join pg_attribute as parent on parent.attrelid = confrelid and parent.attnum = confkey[1]
),
applied_policy as (
    select
        polrelid,
        array_agg(
            concat(polcmd, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
        ) as texts
    from pg_policy where polroles && array['kontor_app'::regrole::oid, 0]
    group by polrelid
)

-- the merchant comes first, everywhere
select relname || ' has no merchant_id uuid not null' from tenant_table
where not exists (
    select from pg_attribute
    where attrelid = tenant_table.oid and attname = 'merchant_id'
      and atttypid = 'uuid'::regtype and attnotnull
)
union all
select 'index ' || index.relname || ' does not begin with the merchant'
from tenant_table
join pg_index on indrelid = tenant_table.oid
join pg_class as index on index.oid = indexrelid
left join pg_attribute on attrelid = indrelid and attnum = indkey[0]
where attname is distinct from 'merchant_id'
union all
select 'key ' || conname || ' does not begin with the merchant on both sides' from reference
where child <> 'merchant_id' or parent <> 'merchant_id'
union all
select 'key ' || conname || ' neither refuses nor cascades' from reference
where confdeltype not in ('a', 'c')

-- logic is in the use cases; those that only tell of changes are db/migrations/telling.py's
union all
select 'trigger ' || tgname || ' on ' || relname from tenant_table
join pg_trigger on tgrelid = tenant_table.oid and not tgisinternal
join pg_proc on pg_proc.oid = tgfoid
where not starts_with(proname, 'tell_of_')

-- isolation: enabled, forced, and by one predicate for the application's role
union all
select relname || ' is not under row-level security' from tenant_table
where not (relrowsecurity and relforcerowsecurity)
union all
select relname || ' does not show kontor_app one merchant only' from tenant_table
left join applied_policy on polrelid = tenant_table.oid
where texts is distinct from array['*' || repeat(
    $$(merchant_id = (NULLIF(current_setting('app.merchant_id'::text, true), ''::text))::uuid)$$, 2
)]

-- the role itself owns nothing, logs in nowhere, bypasses nothing
union all
select 'kontor_app is too mighty' from pg_roles
where rolname = 'kontor_app' and (rolsuper or rolbypassrls or rolcanlogin or rolcreaterole or rolcreatedb)
union all
select 'kontor_app owns ' || relname from pg_class where relowner = 'kontor_app'::regrole

order by 1
"""


async def faults(connection: "asyncpg.Connection[asyncpg.Record]") -> list[str]:
    """Return every breach of the rules; empty for a sound schema."""
    return [row[0] for row in await connection.fetch(_FAULTS)]
