"""What the payer's page shows of a request, and nothing more."""

from sqlalchemy import and_, func, select

from db.constant import constant
from db.payer.parts import IS_OPEN, session
from db.payment_requests.parts import THIS_REQUEST, request
from db.payment_requests.paying import amount_paid
from db.statement import Statement
from db.tables import Customer, Merchant
from db.tables.tenant import table_of
from domain.payment_request import PaymentRequestStatus

customer = table_of(Customer)
merchant = table_of(Merchant)

_its_merchant = merchant.c.merchant_id == request.c.merchant_id
_its_customer = and_(customer.c.merchant_id == request.c.merchant_id, customer.c.id == request.c.customer_id)
_its_session = and_(
    session.c.merchant_id == request.c.merchant_id, session.c.request_id == request.c.id, IS_OPEN
)

# One request with what its page needs; `is_over` by the clock of the database, which all processes share.
PAGE = Statement(
    select(
        request.c.id,
        request.c.reference,
        request.c.amount_minor,
        request.c.currency,
        amount_paid().label("paid_minor"),
        request.c.status,
        request.c.expires_at,
        request.c.paid_at,
        request.c.viewed_at,
        func.coalesce(request.c.expires_at <= func.now(), constant(False)).label("is_over"),
        merchant.c.name.label("merchant_name"),
        merchant.c.default_locale.label("merchant_locale"),
        merchant.c.time_zone,
        customer.c.locale.label("customer_locale"),
        session.c.id.label("session_id"),
        session.c.returned_at,
        func.extract("epoch", func.now() - session.c.returned_at).label("returned_s"),
    )
    .select_from(
        request.join(merchant, _its_merchant).join(customer, _its_customer).outerjoin(session, _its_session)
    )
    .where(THIS_REQUEST)
)

# Whether the event of the payment is in.
IS_PAID = Statement(select(request.c.status == constant(PaymentRequestStatus.PAID.value)).where(THIS_REQUEST))
