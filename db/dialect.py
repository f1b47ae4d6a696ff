"""The dialect in which statements are written: asyncpg's `$1, $2 …`."""

from sqlalchemy.dialects.postgresql.asyncpg import dialect

# With a cast on each parameter, so that Postgres never has to guess a type.
DIALECT = dialect()  # type: ignore[no-untyped-call]
