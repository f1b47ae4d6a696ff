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
        kept text,
        cells jsonb,
        primary key (merchant_id, import_id, row)
    )""",
    """create table if not exists import_group (
        merchant_id uuid not null,
        import_id uuid not null,
        group_id uuid not null,
        primary key (merchant_id, import_id, group_id)
    )""",
    """alter table customer_import
        add column if not exists given_dialect jsonb not null default '{}',
        add column if not exists new_fields jsonb not null default '[]',
        add column if not exists mapping jsonb not null default '[]',
        add column if not exists auto_commit boolean not null default false,
        add column if not exists job_id uuid,
        add column if not exists plan jsonb,
        add column if not exists planned_at timestamptz,
        add column if not exists approved_digest text,
        add column if not exists judged_row integer,
        add column if not exists judged_base jsonb,
        add column if not exists settled_row integer not null default 0,
        add column if not exists undo_actor text,
        add column if not exists undo_row integer,
        add column if not exists undo_reversed integer,
        add column if not exists undo_restored integer,
        add column if not exists undo_kept integer""",
    "alter table job add column if not exists stalled integer not null default 0",
    "alter table import_issue add column if not exists judged boolean not null default false",
    """alter table staged_customer
        add column if not exists cells jsonb,
        add column if not exists outcome text,
        add column if not exists unreadable boolean not null default false,
        add column if not exists before jsonb,
        add column if not exists after jsonb""",
    """create index if not exists staged_customer_by_match
        on staged_customer (merchant_id, import_id, matched_id) where matched_id is not null""",
    # Imports that an older version has begun are in the charge of their only job, and run through.
    """update customer_import set job_id = job.id, settled_row = job.cursor, auto_commit = true
        from job
        where job.merchant_id = customer_import.merchant_id and job.subject_id = customer_import.id
          and customer_import.job_id is null and not customer_import.auto_commit
          and customer_import.status in ('PENDING', 'RUNNING')""",
]


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    fence("import_row")
    fence("import_group")
    op.execute("grant select, insert, update, delete on import_row, import_group to kontor_app")
