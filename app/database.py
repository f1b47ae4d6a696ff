"""Which Postgres this process uses: the one that DATABASE_URL names, or the one Kontor brings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.cannot_start import CannotStart
from app.embedded_postgres import EmbeddedPostgres
from app.settings import Settings
from db.connect import Pool, connect_pool
from db.migrate import upgrade

# One for the work, and one to look something up meanwhile.
COMMAND_POOL_SIZE = 2


class DatabaseRefused(CannotStart):
    """The Postgres of DATABASE_URL does not answer, or does not let us in."""


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[str]:
    """Give the owner's address of a database that answers, and stop what was started for it.

    Errors: PostgresRefused when Kontor can't run its own; DatabaseRefused only on migrating.
    """
    if settings.database_url is not None:
        yield settings.database_url
        return
    async with EmbeddedPostgres(settings.kontor_home / "postgres") as postgres:
        yield postgres.dsn()


@asynccontextmanager
async def opened(dsn: str) -> AsyncIterator[Pool]:
    """Give a small pool, and close it."""
    pool = await connect_pool(dsn, size=COMMAND_POOL_SIZE)
    try:
        yield pool
    finally:
        await pool.close()


@asynccontextmanager
async def migrated_pool(settings: Settings) -> AsyncIterator[Pool]:
    """Give what a command of one moment needs: the database, at the present schema, and stop it again.

    Errors: PostgresRefused, DatabaseRefused.
    """
    async with database(settings) as dsn:
        await migrate(dsn)
        async with opened(dsn) as pool:
            yield pool


async def migrate(dsn: str) -> None:
    """Bring the database to the present schema.

    Errors: DatabaseRefused when it can't be reached with this address.
    """
    try:
        await upgrade(dsn)
    except Exception as error:
        if not _is_about_the_address(error):
            raise
        raise DatabaseRefused(f"DATABASE_URL names a Postgres that can't be used: {error}.") from error


def _is_about_the_address(error: Exception) -> bool:
    # SQLSTATE classes: 08 connection, 28 authorization, 3D no such database.
    sqlstate = str(getattr(error, "sqlstate", None) or "")
    return isinstance(error, OSError) or sqlstate.startswith(("08", "28", "3D"))
