"""Whether a database already holds the data of this version and scale."""

import hashlib
from pathlib import Path

import asyncpg

from db.connect import Connection

_HOME = Path(__file__).parent
_CHECKOUT = _HOME.parents[2]
_SOURCES = (
    _HOME,
    _CHECKOUT / "db/migrations/versions",
    _CHECKOUT / "domain/names.py",
    _CHECKOUT / "domain/search.py",
)


def version(scale: float) -> str:
    """Return what changes whenever the data would: a digest of all that makes it, and the scale."""
    digest = hashlib.sha256()
    for source in _SOURCES:
        for path in [source] if source.is_file() else sorted(source.glob("*[yl]")):
            digest.update(path.read_bytes())
    return f"{digest.hexdigest()[:16]} at scale {scale:g}"


async def find_version(connection: Connection) -> str | None:
    """Return the version that the database was stamped with, or None."""
    try:
        found: str | None = await connection.fetchval("select version from bench.stamp")
    except asyncpg.UndefinedTableError:
        return None
    return found


async def stamp(connection: Connection, loaded: str) -> None:
    """Note that the data is whole; written last, so that a load broken off is done again."""
    await connection.execute("create table bench.stamp (version text not null)")
    await connection.execute("insert into bench.stamp (version) values ($1)", loaded)
