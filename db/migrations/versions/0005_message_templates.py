"""Message templates, and those that every merchant begins with, for the merchants who are there already."""

from alembic import op
from sqlalchemy import text

from db.first_templates import FURNISH, first_templates
from db.migrations.fencing import fence

revision = "0005"
down_revision = "0004"

TABLES = ["message_template", "template_variant"]

STATEMENTS = [
    """create table if not exists message_template (
        merchant_id uuid not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        id uuid not null,
        version integer not null,
        name text not null,
        kind text not null,
        is_default boolean not null,
        primary key (merchant_id, id)
    )""",
    "create index if not exists message_template_by_name on message_template (merchant_id, name, id)",
    """create unique index if not exists message_template_default
        on message_template (merchant_id, kind) where is_default""",
    """create table if not exists template_variant (
        merchant_id uuid not null,
        template_id uuid not null,
        locale text not null,
        channel text not null,
        subject text,
        body text not null,
        primary key (merchant_id, template_id, locale, channel),
        foreign key (merchant_id, template_id) references message_template (merchant_id, id) on delete cascade
    )""",
]


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    for table in TABLES:
        fence(table)
    op.execute(f"grant select, insert, update, delete on {', '.join(TABLES)} to kontor_app")
    _furnish_merchants()


def _furnish_merchants() -> None:
    """Give each merchant the first templates. Run again, it finds them there."""
    connection = op.get_bind()
    merchants = connection.execute(text("select merchant_id, default_locale from merchant order by merchant_id"))
    for merchant_id, locale in merchants.all():
        values = first_templates(locale)
        connection.exec_driver_sql(
            FURNISH.sql,
            tuple(
                value.decode() if isinstance(value, bytes) else value
                for value in FURNISH.arguments(merchant=merchant_id, **values)
            ),
        )
