"""How Alembic runs: on the connection that db.migrate hands over, one migration run at a time."""

from alembic import context
from sqlalchemy import text
from sqlmodel import SQLModel

import db.tables  # noqa: F401  (registers the tables)

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=SQLModel.metadata)

with context.begin_transaction():
    # Two processes that start at once must not migrate at once; a lock that outlives 5 s of
    # waiting is somebody's long transaction, and better an error than a queue behind us.
    connection.execute(text("select pg_advisory_xact_lock(hashtext('kontor migrations'))"))
    connection.execute(text("set local lock_timeout = '5s'"))
    context.run_migrations()
