"""The rows of a file are staged, and are there until the import has ended."""

from collections.abc import Sequence

from sqlalchemy import Integer, bindparam, case, delete, exists, func, or_, select, update

from db.connect import Connection
from db.constant import constant
from db.copying import copy_lines
from db.imports.parts import ABOVE, IN_RANGE, OF_THIS_IMPORT, staged
from db.statement import Statement
from domain.import_outcome import RowOutcome

CLEAR = Statement(delete(staged).where(OF_THIS_IMPORT))

# Whether anything is staged: after a crash of Postgres nothing is.
EXISTS = Statement(select(exists(select(staged.c.row).where(OF_THIS_IMPORT))))

# The last row that is staged, 0 when there is none.
LAST_ROW = Statement(select(func.coalesce(func.max(staged.c.row), constant(0))).where(OF_THIS_IMPORT))

_next = (
    select(staged.c.row)
    .where(OF_THIS_IMPORT, staged.c.row > ABOVE)
    .order_by(staged.c.row)
    .limit(bindparam("size", type_=Integer))
    .subquery("next_rows")
)

# The last row of the next `size` rows above a row; null when there are none.
CHUNK_END = Statement(select(func.max(_next.c.row)))

# When the whole file is judged again: everything but that a row can't be read.
FORGET_JUDGEMENT = Statement(
    update(staged)
    .where(OF_THIS_IMPORT, or_(staged.c.matched_id.is_not(None), staged.c.outcome.is_not(None)))
    .values(
        matched_id=None,
        outcome=case((staged.c.unreadable, constant(RowOutcome.REJECTED.value))),
        before=None,
        after=None,
    )
)

# When rows are judged again: whom they matched.
FORGET_MATCHES = Statement(
    update(staged).where(IN_RANGE, staged.c.matched_id.is_not(None)).values(matched_id=None)
)


async def stage(tx: Connection, columns: Sequence[str], lines: bytes) -> None:
    """Put rows into `staged_customer`, as db.copy_text writes them."""
    await copy_lines(tx, staged, columns, lines)
