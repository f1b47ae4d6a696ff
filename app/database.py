"""Which Postgres this process uses: the one that DATABASE_URL names, or the one Kontor brings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.cannot_start import CannotStart
from app.embedded_postgres import EmbeddedPostgres
from app.settings import Settings
from db.migrate import upgrade


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
