"""What statements about messages are made of."""

from sqlalchemy import Integer, Text, Uuid, bindparam, func, select

from db.constant import constant
from db.statement import Statement
from db.tables import Delivery
from db.tables.tenant import table_of

delivery = table_of(Delivery)

# Heard by workers: there may be something to send. A hint only; the rows tell.
CHANNEL = "kontor_delivery"

MERCHANT = bindparam("merchant", type_=Uuid)
DELIVERY = bindparam("delivery", type_=Uuid)
SIZE = bindparam("size", type_=Integer)
OVER = bindparam("over", type_=Text)  # domain.customer.Channel

NOTIFY = Statement(select(func.pg_notify(constant(CHANNEL), constant(""))))
