"""What the statements about payment requests have in common."""

from sqlalchemy import ARRAY, Text, Uuid, and_, any_, bindparam

from db.constant import constant
from db.tables import Delivery, PaymentLink, PaymentRequest
from db.tables.tenant import table_of
from domain.payment_request import OPEN

request = table_of(PaymentRequest)
link = table_of(PaymentLink)
delivery = table_of(Delivery)

MERCHANT = bindparam("merchant", type_=Uuid)
REQUEST = bindparam("request", type_=Uuid)
REQUESTS = bindparam("requests", type_=ARRAY(Uuid))
STATUSES = bindparam("statuses", type_=ARRAY(Text))

# One request of the merchant, and several.
THIS_REQUEST = and_(request.c.merchant_id == MERCHANT, request.c.id == REQUEST)
THESE_REQUESTS = and_(request.c.merchant_id == MERCHANT, request.c.id == any_(REQUESTS))

# Not paid, and still asked for; written as the indexes have it, so that they are used.
IS_OPEN = request.c.status.in_([constant(status.value) for status in sorted(OPEN)])
