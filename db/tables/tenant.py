"""What every tenant table begins with: the merchant, first in each key and index (docs/architecture.md)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKeyConstraint, Table, Text, inspect
from sqlmodel import Field, SQLModel

TIMESTAMP = DateTime(timezone=True)
# Folded text is compared byte by byte, so that order and keyset pages are the same on every server.
FOLDED = Text(collation="C")


class TenantRow(SQLModel):
    """A row that belongs to one merchant; row-level security shows it to nobody else."""

    merchant_id: UUID = Field(primary_key=True)


class TimestampedRow(TenantRow):
    """A row whose making and last change are known, in UTC, by the transaction that did it."""

    created_at: datetime = Field(sa_type=TIMESTAMP)
    updated_at: datetime = Field(sa_type=TIMESTAMP)


def within_merchant(column: str, target: str, *, on_delete: str | None = None) -> ForeignKeyConstraint:
    """Return the composite key by which a child can name only a row of its own merchant.

    Foreign-key checks pass row-level security by, so the merchant must be part of the key.
    """
    return ForeignKeyConstraint(
        ["merchant_id", column], [f"{target}.merchant_id", f"{target}.id"], ondelete=on_delete
    )


def table_of(model: type[SQLModel]) -> Table:
    """Return the table of a model, in whose columns statements are written: `customer.c.group_id`.

    Statements are built when their module is imported, so a column that is no more is found there.
    """
    table = inspect(model).local_table
    assert isinstance(table, Table)
    return table
