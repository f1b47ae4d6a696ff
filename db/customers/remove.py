"""A customer is deleted, unless there are payments: the history would lose its payer."""

from sqlalchemy import Uuid, and_, bindparam, delete, func, select

from db.constant import constant
from db.counts import counting
from db.customers.parts import MERCHANT, customer
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
_deleted = (
    delete(customer)
    .where(_this, select(_payments.c.count).scalar_subquery() == constant(0))
    .returning(customer.c.group_id)
    .cte("deleted")
)

# How many payments there are; when none, the customer is gone with all that belongs to it. No row when
# there is no such customer. A payment that comes meanwhile is a foreign-key violation.
DELETE = Statement(
    select(_payments.c.count)
    .select_from(_payments.join(customer, _this))
    .add_cte(counting(select(_deleted.c.group_id, constant(-1).label("change"))))
)
