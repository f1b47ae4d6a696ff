"""What may be only so many times is counted by one transaction after another."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, Uuid, bindparam, func, select

from db.connect import Connection
from db.constant import constant
from db.statement import Statement

_MERCHANT = bindparam("merchant", type_=Uuid)


class Counted:
    """Rows of a table that a merchant may have only so many of; `which` narrows them."""

    def __init__(self, table: Table, *which: ColumnElement[bool]) -> None:
        key: ColumnElement[Any] = func.hashtextextended(
            func.concat(constant(str(table.name)), _MERCHANT), constant(0)
        )
        self._lock = Statement(select(func.pg_advisory_xact_lock(key)))
        self._count = Statement(
            select(func.count()).select_from(table).where(table.c.merchant_id == _MERCHANT, *which)
        )

    async def count(self, tx: Connection, merchant_id: UUID) -> int:
        """Count them; until the transaction ends, others who count wait, and then see what it has added.

        In two statements: one sees what was there when it began, and that is before it has waited.
        """
        await self._lock.execute(tx, merchant=merchant_id)
        return int(await self._count.fetch_value(tx, merchant=merchant_id))
