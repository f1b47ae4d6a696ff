"""A customer is deleted, unless the books would no longer tell who has paid, or was asked to."""

from sqlalchemy import Uuid, and_, bindparam, delete, func, select, true

from db.constant import constant
from db.counts import counting
from db.customers.parts import MERCHANT, customer
from db.payment_requests.parts import request
from db.payment_requests.remaining import forgetting, has_asked
from db.statement import Statement
from db.tables import Payment
from db.tables.tenant import table_of

payment = table_of(Payment)

CUSTOMER = bindparam("customer", type_=Uuid)

_this = and_(customer.c.merchant_id == MERCHANT, customer.c.id == CUSTOMER)
_payments = (
    select(func.count().label("count"))
    .select_from(payment)
    .where(payment.c.merchant_id == MERCHANT, payment.c.customer_id == CUSTOMER)
    .cte("payments")
)
_requests = (
    select(func.count().label("count"))
    .select_from(request)
    .where(request.c.merchant_id == MERCHANT, request.c.customer_id == CUSTOMER, has_asked())
    .cte("requests")
)
_deleted = (
    delete(customer)
    .where(
        _this,
        select(_payments.c.count).scalar_subquery() == constant(0),
        select(_requests.c.count).scalar_subquery() == constant(0),
    )
    .returning(customer.c.id, customer.c.group_id)
    .cte("deleted")
)

# How many `payments` there are, and `requests` that have asked for money; when neither, the customer is gone
# with all that belongs to it. No row when there is no such customer. A payment or request that comes
# meanwhile is a foreign-key violation.
DELETE = Statement(
    select(_payments.c.count.label("payments"), _requests.c.count.label("requests"))
    .select_from(_payments.join(_requests, true()).join(customer, _this))
    .add_cte(counting(select(_deleted.c.group_id, constant(-1).label("change"))), *forgetting(_deleted))
)
