"""Imports in phases: what became of each row is kept, so that it can be shown, reported and undone."""

from alembic import op

from db.migrations.fencing import fence

revision = "0002"
down_revision = "0001"

STATEMENTS = [
    """create table if not exists import_row (
        merchant_id uuid not null,
        import_id uuid not null,
        row integer not null,
        outcome text not null,
        customer_id uuid,
        version integer,
        before jsonb,
        after jsonb,
        cells jsonb,
        primary key (merchant_id, import_id, row)
    )""",
]


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    fence("import_row")
    op.execute("grant select, insert, update, delete on import_row to kontor_app")
