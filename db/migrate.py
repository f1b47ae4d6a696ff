"""Bringing a database to the present schema, by Alembic, from code and without an ini file."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

MIGRATIONS = Path(__file__).parent / "migrations"


async def upgrade(dsn: str, revision: str = "head") -> None:
    """Run the migrations that the database at `dsn` has not seen, up to one of them; safe to call again.

    `dsn` is the owner's, as asyncpg reads it (`postgresql://…`).
    """
    engine = create_async_engine("postgresql+asyncpg://", poolclass=NullPool, async_creator=_creator(dsn))
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade, revision)
    await engine.dispose()


def revisions() -> list[str]:
    """Return the migrations that this code knows, the newest first."""
    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]


def _upgrade(connection: Connection, revision: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def _creator(dsn: str):  # type: ignore[no-untyped-def]  # SQLAlchemy's own hook, typed as Any there
    import asyncpg

    async def connect():  # type: ignore[no-untyped-def]
        return await asyncpg.connect(dsn, statement_cache_size=0)

    return connect
