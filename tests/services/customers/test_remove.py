"""A customer is deleted, unless it has paid or was asked to."""

from decimal import Decimal

import pytest

from domain.customer import Channel
from domain.errors import CustomerHasPayments, CustomerHasRequests, CustomerNotFound
from domain.ids import CustomerId, new_id
from services.customers.remove import delete_customer
from services.payment_requests.cancel import cancel_request
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


async def test_a_customer_who_was_asked_for_money_stays(shop: Shop) -> None:
    """Also when the request was called off later, once a message of it may have gone out."""
    ada = await shop.customer("Ada", phone="0151 23456789")
    asked = await shop.request(ada)
    await _handed_over(shop)
    await shop.do(cancel_request, asked)

    with pytest.raises(CustomerHasRequests) as refused:
        await shop.do(delete_customer, ada)

    assert refused.value == CustomerHasRequests(field=("id",), count=1)
    assert await shop.members(None) == [ada]
    assert await shop.value("select count(*) from payment_request where merchant_id = $1") == 1


async def test_what_has_asked_nobody_goes_along(shop: Shop) -> None:
    """A request that was skipped, and one that was called off before anything went out."""
    ada = await shop.customer("Ada", phone="0151 23456789")
    await shop.request(ada, channels=[Channel.EMAIL])
    await shop.do(cancel_request, await shop.request(ada))

    await shop.do(delete_customer, ada)

    for table in ("customer", "payment_request", "payment_link", "delivery"):
        assert await shop.value(f"select count(*) from {table} where merchant_id = $1") == 0


async def _handed_over(shop: Shop) -> None:
    """Have each message tried once, as a worker does that claims it."""
    await shop.fetch(
        "update delivery set attempt = 1, status = 'SENDING' where merchant_id = $1 returning id"
    )
