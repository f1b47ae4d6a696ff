"""Every tenant table is fenced in the same way: by row-level security, forced, for two roles."""

from alembic import op

TENANT_PREDICATE = "merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid"


def fence(table: str) -> None:
    """Put a table under row-level security: the merchant's rows for kontor_app, all for the owner."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"drop policy if exists one_merchant on {table}")
    op.execute(
        f"create policy one_merchant on {table} to kontor_app"
        f" using ({TENANT_PREDICATE}) with check ({TENANT_PREDICATE})"
    )
    op.execute(f"drop policy if exists owner on {table}")
    op.execute(f"create policy owner on {table} to current_user using (true) with check (true)")
