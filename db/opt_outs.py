"""What the page for opting out is about: where the messages of one request went, and whose they are."""

from sqlalchemy import Text, and_, bindparam, select

from db.consent import suppression
from db.constant import constant
from db.payment_requests.parts import MERCHANT, THIS_REQUEST, delivery, request
from db.statement import Statement
from db.tables import Customer, Merchant
from db.tables.tenant import table_of
from domain.consent import MessagePurpose

customer = table_of(Customer)
merchant = table_of(Merchant)

_its_merchant = merchant.c.merchant_id == request.c.merchant_id
_its_customer = and_(customer.c.merchant_id == request.c.merchant_id, customer.c.id == request.c.customer_id)
_its_messages = and_(
    delivery.c.merchant_id == MERCHANT,
    delivery.c.request_id == request.c.id,
    delivery.c.channel == bindparam("channel", type_=Text),
)
_what_holds = and_(
    suppression.c.merchant_id == MERCHANT,
    suppression.c.channel == delivery.c.channel,
    suppression.c.address_hash == delivery.c.address_hash,
    suppression.c.purpose == constant(MessagePurpose.TRANSACTIONAL.value),
)

# Each address to which messages of a request went on a channel, the latest first; `source` is null unless
# no request goes there any more.
WRITTEN_TO = Statement(
    select(
        delivery.c.address,
        suppression.c.source,
        merchant.c.name.label("merchant_name"),
        merchant.c.default_locale.label("merchant_locale"),
        customer.c.locale.label("customer_locale"),
    )
    .select_from(
        request.join(merchant, _its_merchant)
        .join(customer, _its_customer)
        .join(delivery, _its_messages)
        .outerjoin(suppression, _what_holds)
    )
    .where(THIS_REQUEST)
    .order_by(delivery.c.id.desc())
)
