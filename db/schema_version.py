"""Whether a database has the schema that this code was written for."""

from db.connect import Pool
from db.migrate import revisions

_APPLIED = "select version_num from alembic_version"


class SchemaVersion:
    """Which migrations this code knows, read once; a database is compared with them."""

    def __init__(self) -> None:
        # The first is the newest, at which nothing is lacking.
        self._older = frozenset(revisions()[1:])

    async def is_behind(self, pool: Pool) -> bool:
        """Whether the database lacks a migration that this code needs.

        One that we do not know is newer than we are: a successor has begun, and its migrations leave
        us working until we are replaced. Errors: whatever asyncpg raises when the database is away.
        """
        applied = {row["version_num"] for row in await pool.fetch(_APPLIED)}
        return not applied or not applied.isdisjoint(self._older)
