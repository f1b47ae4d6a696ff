"""API keys that end, that are renewed without a gap, and of which one knows when they were last used."""

from alembic import op

revision = "0011"
down_revision = "0010"

STATEMENTS = [
    "alter table api_key add column if not exists expires_at timestamptz",
    "alter table api_key add column if not exists last_used_at timestamptz",
    "alter table api_key add column if not exists rotated_at timestamptz",
    "alter table api_key add column if not exists previous_digest bytea",
    "alter table api_key add column if not exists previous_until timestamptz",
    """create index if not exists ix_api_key_previous_digest on api_key (previous_digest)
        where previous_digest is not null""",
    "grant select (expires_at, last_used_at, rotated_at, previous_until) on api_key to kontor_app",
    # Never a digest to read, nor a role to change.
    """grant insert (digest, id, merchant_id, role, name, created_at, expires_at), update (revoked_at)
        on api_key to kontor_app""",
    # The digest in force becomes the previous one, which the role of requests may not read: so this
    # function runs as the owner, who sees all rows, and names the merchant itself.
    """
create or replace function rotate_api_key(key_id uuid, new_digest bytea, grace interval)
returns boolean
language sql volatile security definer
set search_path = public, pg_temp
as $$
    update api_key
    set digest = new_digest, rotated_at = now(),
        previous_digest = case when grace > interval '0' then digest end,
        previous_until = case when grace > interval '0' then now() + grace end
    where id = key_id and revoked_at is null and (expires_at is null or expires_at > now())
      and merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid
    returning true
$$
""",
    "revoke all on function rotate_api_key(uuid, bytea, interval) from public",
    "grant execute on function rotate_api_key(uuid, bytea, interval) to kontor_app",
]


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
