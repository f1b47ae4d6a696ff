"""A moment in the life of the database: what was visible, and since when the rest can have been going on."""

from sqlalchemy import BigInteger, Text, bindparam, cast, func, literal_column, select, text
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import UserDefinedType

from db.statement import Statement


class _Snapshot(UserDefinedType[str]):
    """Which transactions had ended; Postgres' `pg_snapshot`."""

    cache_ok = True

    def get_col_spec(self, **_options: object) -> str:
        return "pg_snapshot"


class _TransactionNumber(UserDefinedType[int]):
    """Postgres' `xid8`."""

    cache_ok = True

    def get_col_spec(self, **_options: object) -> str:
        return "xid8"


# What was visible to this statement.
SNAPSHOT = Statement(select(cast(func.pg_current_snapshot(), Text)))

# Asked before a snapshot: whatever that does not show has begun at this moment or later. The owner asks, as
# whom all transactions of ours are opened, so that it sees them; the second is for those that just begin.
HORIZON = Statement(
    select(
        func.least(func.min(literal_column("xact_start")), func.clock_timestamp())
        - text("interval '1 second'")
    )
    .select_from(text("pg_stat_activity"))
    .where(text("datname = current_database() and backend_type = 'client backend'"))
)

SINCE = bindparam("since", type_=Text)
UNTIL = bindparam("until", type_=Text)


def written_between(table: str) -> ColumnElement[bool]:
    """Tell of a row of `table` whether the snapshot UNTIL shows it as it is, and SINCE did not.

    Its writer's number is kept with each row by its lower half (`xmin`); the upper half is that of the newest
    number, or one less. A row is told of once, when its writer has ended, however long that took.
    """
    newest = _as_number(func.pg_snapshot_xmax(func.pg_current_snapshot()))
    lower_half = _as_number(literal_column(f"{table}.xmin"))
    writer = cast(
        cast(newest - (newest - lower_half).op("&")(literal_column("4294967295")), Text), _TransactionNumber
    )
    return func.pg_visible_in_snapshot(writer, cast(UNTIL, _Snapshot)) & ~func.pg_visible_in_snapshot(
        writer, cast(SINCE, _Snapshot)
    )


def _as_number(transaction: ColumnElement[object]) -> ColumnElement[int]:
    return cast(cast(transaction, Text), BigInteger)
