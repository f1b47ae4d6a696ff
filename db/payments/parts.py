"""What the statements that record and that refund payments have in common."""

from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Text, Uuid, bindparam, cast, func

from db.constant import constant
from db.tables import Payment, PaymentEvent
from db.tables.tenant import table_of
from domain.ids import Kind

payment = table_of(Payment)
event = table_of(PaymentEvent)

MERCHANT = bindparam("merchant", type_=Uuid)
PAYMENT = bindparam("payment", type_=Uuid)
PAYMENT_EVENT = bindparam("payment_event", type_=Uuid)
TIMELINE_EVENT = bindparam("timeline_event", type_=Uuid)
AMOUNT = bindparam("amount_minor", type_=BigInteger)
STATUS = bindparam("status", type_=Text)


def timeline_data(payment_id: ColumnElement[UUID]) -> ColumnElement[object]:
    """What the timeline tells of a payment: its id as the API shows it, and what it has become."""
    shown = constant(f"{Kind.PAYMENT}_", Text) + cast(payment_id, Text)
    return func.jsonb_build_object(constant("payment"), shown, constant("status"), STATUS)
