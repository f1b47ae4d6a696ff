"""A customer is deleted, unless it has paid."""

from decimal import Decimal

import pytest

from domain.errors import CustomerHasPayments, CustomerNotFound
from domain.ids import CustomerId, new_id
from services.customers.remove import delete_customer
from services.payments.draft import PaymentDraft
from services.payments.record import record_payment
from tests.factories import Shop


async def test_a_customer_goes_with_all_that_belongs_to_it(shop: Shop) -> None:
    """The phone is free again, and the group counts one less."""
    ada = await shop.customer("Ada", phone="0151 23456789")
    group = await shop.group("Stammkunden", [ada])

    await shop.do(delete_customer, ada)

    for table in ("customer", "customer_identity", "timeline_event"):
        assert await shop.value(f"select count(*) from {table} where merchant_id = $1") == 0
    counted = await shop.value(
        "select sum(customers)::int from customer_count where merchant_id = $1 and group_id = $2", group
    )
    assert counted == 0
    await shop.customer("Bob", phone="0151 23456789")


async def test_a_customer_who_has_paid_stays(shop: Shop) -> None:
    ada = await shop.customer("Ada")
    await shop.do(record_payment, PaymentDraft(Decimal(1), "EUR", customer_id=ada))
    await shop.do(record_payment, PaymentDraft(Decimal(1), "EUR", customer_id=ada))

    with pytest.raises(CustomerHasPayments) as refused:
        await shop.do(delete_customer, ada)

    assert refused.value == CustomerHasPayments(field=("id",), count=2)
    assert await shop.members(None) == [ada]


async def test_a_foreign_customer_is_as_an_unknown_one(shop: Shop, other: Shop) -> None:
    stranger = await other.customer("Bob")

    for customer in (stranger, CustomerId(new_id())):
        with pytest.raises(CustomerNotFound) as refused:
            await shop.do(delete_customer, customer)
        assert refused.value == CustomerNotFound(field=("id",))

    assert await other.members(None) == [stranger]
