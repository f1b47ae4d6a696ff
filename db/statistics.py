"""What Postgres knows of the size of tables is kept true while they grow many times over.

A look-up by a key is planned once a connection, that of a foreign key too. Planned while a table is nearly
empty, any index that has the key's columns somewhere is as good as its own, and when the table has grown
each look-up reads all of a merchant's rows. Autovacuum finds out within minutes; an import can't wait.
"""

from db.connect import Connection

# Plans of this connection, those of foreign keys among them.
FORGET_PLANS = "discard plans"

# Those in which an import looks things up.
_TABLES = ("customer", "customer_identity", "customer_group")

# Grown to twice what was known; below some pages, nothing is slow.
_OUTGROWN = """
select relname
from pg_class
where relnamespace = 'public'::regnamespace
  and relname = any($1)
  and pg_relation_size(oid) > 2 * greatest(relpages, 8) * current_setting('block_size')::bigint
order by relname
"""


async def refresh_statistics(tx: Connection) -> list[str]:
    """Count anew the tables that have outgrown their statistics, which has all plans made anew.

    Returns their names. Needs the owner's rights.
    """
    outgrown = [row["relname"] for row in await tx.fetch(_OUTGROWN, _TABLES)]
    for table in outgrown:
        await tx.execute(f"analyze {table}")  # one of _TABLES
    return outgrown
