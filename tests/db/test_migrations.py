"""The migrations make the tables that db.tables describes, and can be run again."""

from typing import Any

import asyncpg
from sqlalchemy import create_mock_engine
from sqlmodel import SQLModel

import db.tables  # noqa: F401  (registers the tables)
from db.migrate import upgrade

# The tables of a schema with columns, keys, checks and indexes, as Postgres itself words them. SQLModel
# calls unlimited text `character varying`, which casts and so puts brackets here and there.
_SHAPE = """
with tables as (
    select oid, relname, relpersistence from pg_class
    where relnamespace = $1::text::regnamespace and relkind = 'r' and relname <> 'alembic_version'
),
parts as (
    select concat_ws(
        ' ',
        'column', relname, relpersistence, attname, format_type(atttypid, atttypmod), collname, attnotnull
    ) as part
    from pg_attribute
    join tables on tables.oid = attrelid
    left join pg_collation on pg_collation.oid = attcollation
    where attnum > 0
    union all
    select concat_ws(' ', 'constraint', relname, pg_get_constraintdef(pg_constraint.oid))
    from pg_constraint
    join tables on tables.oid = conrelid
    where contype <> 'n'
    union all
    select pg_get_indexdef(indexrelid) from pg_index join tables on tables.oid = indrelid
)
select replace(
    regexp_replace(replace(part, $1 || '.', ''), '::(character varying|text)([[][]])?|[()]', '', 'g'),
    'character varying', 'text'
)
from parts order by 1
"""


def statements_of_the_models() -> list[str]:
    statements: list[str] = []

    def note(statement: Any, *_: object) -> None:
        statements.append(str(statement.compile(dialect=engine.dialect)))

    engine = create_mock_engine("postgresql+asyncpg://", note)
    SQLModel.metadata.create_all(engine, checkfirst=False)
    return statements


async def shape(connection: "asyncpg.Connection[asyncpg.Record]", schema: str) -> list[str]:
    await connection.execute(f"set local search_path = {schema}, public")
    return [row[0] for row in await connection.fetch(_SHAPE, schema)]


async def test_the_migrations_make_what_the_models_say(owner: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Both are made by the same server, and read back from its catalogue."""
    transaction = owner.transaction()
    await transaction.start()
    await owner.execute("create schema modelled; set local search_path = modelled, public")
    for statement in statements_of_the_models():
        await owner.execute(statement)

    migrated, modelled = await shape(owner, "public"), await shape(owner, "modelled")

    await transaction.rollback()
    assert migrated == modelled
    assert len({part.split()[1] for part in migrated if part.startswith("column")}) == len(
        SQLModel.metadata.tables
    )


async def test_migrations_can_be_run_again(owner: "asyncpg.Connection[asyncpg.Record]", dsn: str) -> None:
    """After the last one, and from the first one on over what is there."""
    before = await schema_and_grants(owner)

    await upgrade(dsn)
    assert await schema_and_grants(owner) == before

    await owner.execute("delete from alembic_version")
    await upgrade(dsn)
    assert await schema_and_grants(owner) == before


async def schema_and_grants(owner: "asyncpg.Connection[asyncpg.Record]") -> list[str]:
    grants = await owner.fetch(
        "select concat_ws(' ', relname, relacl::text, relrowsecurity, relforcerowsecurity) from pg_class"
        " where relnamespace = 'public'::regnamespace order by 1"
    )
    async with owner.transaction():
        parts = await shape(owner, "public")
    return [*parts, *(row[0] for row in grants)]
