"""Indexes and keys are taken off before a bulk load and built again after it, as the migrations made them."""

from dataclasses import dataclass

from db.connect import Connection

_CONSTRAINTS = """
    select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint
    where connamespace = 'public'::regnamespace and contype in ('p', 'u', 'f')
    order by contype = 'f', contype <> 'p', conname
"""
_INDEXES = """
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index
    join pg_class on pg_class.oid = indrelid and relnamespace = 'public'::regnamespace
    where not exists (select from pg_constraint where conindid = indexrelid)
    order by indexrelid
"""


@dataclass(frozen=True)
class Taken:
    """The statements that put back what was taken off: keys, then indexes, then foreign keys."""

    statements: tuple[str, ...]


async def take_off(connection: Connection) -> Taken:
    """Drop all keys and indexes of all tables and return how to build them again."""
    constraints = await connection.fetch(_CONSTRAINTS)
    indexes = await connection.fetch(_INDEXES)
    for row in reversed(constraints):
        await connection.execute(f"alter table {row['table']} drop constraint {row['name']}")
    for row in indexes:
        await connection.execute(f"drop index {row['name']}")
    adding = [
        f"alter table {row['table']} add constraint {row['name']} {row['definition']}" for row in constraints
    ]
    keys = [text for text in adding if " FOREIGN KEY " not in text]
    foreign = [text for text in adding if " FOREIGN KEY " in text]
    return Taken((*keys, *(row["definition"] for row in indexes), *foreign))


async def put_back(connection: Connection, taken: Taken) -> None:
    """Build all keys and indexes again; foreign keys are checked against all rows."""
    await connection.execute("set maintenance_work_mem = '1GB'")
    for statement in taken.statements:
        await connection.execute(statement)
