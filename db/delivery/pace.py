"""When a messenger may hand over its next messages, counted for all workers and merchants in one row."""

from sqlalchemy import Float, Text, bindparam, cast, func, select, update
from sqlalchemy.dialects.postgresql import insert

from db.constant import constant
from db.statement import Statement
from db.tables import SenderPace
from db.tables.tenant import table_of

pace = table_of(SenderPace)

SENDER = bindparam("sender", type_=Text)


def _seconds(name: str) -> object:
    zero = constant(0)
    return func.make_interval(zero, zero, zero, zero, zero, zero, bindparam(name, type_=Float))


# A sender that is not known yet may send at once.
MEET = Statement(
    insert(pace).values(sender=SENDER, free_at=func.now()).on_conflict_do_nothing(index_elements=["sender"])
)

# In how many seconds it may send; below zero, for how long it could have. Locked until the transaction ends.
LOOK = Statement(
    select(cast(func.extract("epoch", pace.c.free_at - func.clock_timestamp()), Float).label("wait_s"))
    .where(pace.c.sender == SENDER)
    .with_for_update()
)

# What it could have sent long ago is forgone; `taken_s` is how long it takes to send what it has taken now.
TAKE = Statement(
    update(pace)
    .where(pace.c.sender == SENDER)
    .values(
        free_at=func.greatest(pace.c.free_at, func.clock_timestamp() - _seconds("burst_s"))
        + _seconds("taken_s")
    )
)
