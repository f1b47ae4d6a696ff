"""The rows of a merchant that were written between two marks, some at a time, in an order that goes on."""

from sqlalchemy import DateTime, Integer, Select, Uuid, and_, bindparam, exists, func, or_, select, tuple_
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.schema import Column, Table

from db.changed.mark import written_between
from db.statement import Statement
from db.tables import Customer, CustomerGroup, Payment, PaymentEvent, PaymentRequest, PaymentRequestBatch
from db.tables.tenant import table_of

MERCHANT = bindparam("merchant", type_=Uuid)
WITHIN = bindparam("within", type_=Uuid)  # the group or batch that is followed; null for all
# The place behind which to go on: first the horizon of the mark that was reached last time.
AFTER_AT = bindparam("after_at", type_=DateTime(timezone=True))
AFTER_ID = bindparam("after_id", type_=Uuid)
LIMIT = bindparam("limit", type_=Integer)

customer = table_of(Customer)
group = table_of(CustomerGroup)
payment = table_of(Payment)
event = table_of(PaymentEvent)
request = table_of(PaymentRequest)
batch = table_of(PaymentRequestBatch)


def _changed(table: Table, at: Column[object], within: ColumnElement[bool]) -> Statement:
    """`at` is when the transaction that last changed a row began: no earlier than the horizon."""
    chosen: Select[object, object] = (
        select(table.c.id, at.label("at"))
        .where(
            table.c.merchant_id == MERCHANT,
            tuple_(at, table.c.id) > tuple_(AFTER_AT, AFTER_ID),
            within,
            written_between(table.name),
        )
        .order_by(at, table.c.id)
        .limit(LIMIT)
    )
    return Statement(chosen)


CUSTOMERS = _changed(customer, customer.c.updated_at, or_(WITHIN.is_(None), customer.c.group_id == WITHIN))
REQUESTS = _changed(request, request.c.changed_at, or_(WITHIN.is_(None), request.c.batch_id == WITHIN))

_earlier = event.alias("earlier")

# A payment is recorded with its first event, which nobody changes; the numbers of payments grow with time.
PAYMENTS = Statement(
    select(event.c.payment_id.label("id"), func.now().label("at"))
    .where(
        event.c.merchant_id == MERCHANT,
        event.c.payment_id > AFTER_ID,
        ~exists(
            select(_earlier.c.id).where(
                _earlier.c.merchant_id == MERCHANT,
                _earlier.c.payment_id == event.c.payment_id,
                _earlier.c.id < event.c.id,
            )
        ),
        written_between(event.name),
    )
    .order_by(event.c.payment_id)
    .limit(LIMIT)
)


def _there(table: Table) -> Statement:
    return Statement(select(exists().where(and_(table.c.merchant_id == MERCHANT, table.c.id == WITHIN))))


GROUP_IS_THERE = _there(group)
BATCH_IS_THERE = _there(batch)
