"""What each customer has paid is summed up by those who record and refund payments."""

from sqlalchemy import CTE, Select, Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from db.tables import CustomerTotal
from db.tables.tenant import table_of

total = table_of(CustomerTotal)

_SUMMED = (
    total.c.customer_id,
    total.c.currency,
    total.c.payment_count,
    total.c.paid_minor,
    total.c.last_payment_at,
)


def summing(payments: Select[*tuple[object, ...]]) -> CTE:
    """Return the statement part that adds `payments` to the totals.

    Their columns are those of `customer_total` but for the merchant: customer_id, currency,
    payment_count, paid_minor (less than nothing for a refund) and last_payment_at.
    """
    summed = payments.subquery("summed")
    insertion = insert(total).from_select(
        [total.c.merchant_id, *_SUMMED], select(bindparam("merchant", type_=Uuid), *summed.c)
    )
    new = insertion.excluded
    return insertion.on_conflict_do_update(
        index_elements=[total.c.merchant_id, total.c.customer_id, total.c.currency],
        set_={
            "payment_count": total.c.payment_count + new.payment_count,
            "paid_minor": total.c.paid_minor + new.paid_minor,
            "last_payment_at": func.greatest(total.c.last_payment_at, new.last_payment_at),
        },
    ).cte("totalled")
