"""A list of rows travels to Postgres as one JSON argument, and is a table there."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import CTE, JSON, Column, ColumnClause, bindparam, column, func, select


def given_rows(parameter: str, columns: Iterable[Column[Any] | ColumnClause[Any]]) -> CTE:
    """Return the rows of a parameter, whose value is a JSON array of objects by column name, as bytes.

    A statement for one row is then the statement for many, and has few arguments however many columns
    there are. A name that an object lacks is null.
    """
    rows = (
        func.json_to_recordset(bindparam(parameter, type_=JSON))
        .table_valued(*(column(c.name, c.type) for c in columns))
        .render_derived(name=f"json_{parameter}", with_types=True)
    )
    return select(*rows.c).cte(f"given_{parameter}")


def as_json(rows: object) -> bytes:
    """Return what `given_rows` reads."""
    return orjson.dumps(rows, default=_uuid)


def _uuid(value: object) -> str:
    # asyncpg's ids are of a subclass that orjson does not take for what it is.
    if isinstance(value, UUID):
        return str(value)
    raise TypeError
