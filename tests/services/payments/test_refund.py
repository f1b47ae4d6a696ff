"""A payment is given back, never more than has arrived."""

import asyncio
from decimal import Decimal

import pytest

from domain.errors import (
    CurrencyMismatch,
    Failure,
    PaymentNotFound,
    RefundExceedsPayment,
    TransitionNotAllowed,
)
from domain.ids import CustomerId, PaymentId, new_id
from domain.money import Money
from domain.payment import PaymentStatus
from services.payments.draft import PaymentDraft
from services.payments.record import record_payment
from services.payments.refund import Refund, refund_payment
from tests.factories import Shop


async def payment_of(
    shop: Shop, customer: CustomerId | None, amount: str, status: PaymentStatus = PaymentStatus.SUCCEEDED
) -> PaymentId:
    draft = PaymentDraft(Decimal(amount), "EUR", customer_id=customer, status=status)
    return (await shop.do(record_payment, draft)).payment_id


async def state(shop: Shop, payment: PaymentId) -> tuple[str, int]:
    [row] = await shop.fetch(
        "select status, refunded_minor from payment where merchant_id = $1 and id = $2", payment
    )
    return tuple(row)


async def events(shop: Shop, payment: PaymentId) -> list[tuple[str, int, str | None]]:
    rows = await shop.fetch(
        "select type, amount_minor, message from payment_event"
        " where merchant_id = $1 and payment_id = $2 order by id",
        payment,
    )
    return [tuple(row) for row in rows]


async def paid_minor(shop: Shop, customer: CustomerId) -> tuple[int, int]:
    [row] = await shop.fetch(
        "select payment_count, paid_minor from customer_total where merchant_id = $1 and customer_id = $2",
        customer,
    )
    return tuple(row)


async def test_a_part_and_then_the_rest_are_given_back(shop: Shop) -> None:
    ada = await shop.customer("Ada")
    payment = await payment_of(shop, ada, "10.00")

    part = await shop.do(refund_payment, payment, (Decimal("4.00"), "EUR"), " Kulanz ")
    assert part == Refund(Money(400, "EUR"), PaymentStatus.PARTIALLY_REFUNDED)
    assert (await state(shop, payment), await paid_minor(shop, ada)) == (
        ("PARTIALLY_REFUNDED", 400),
        (1, 600),
    )

    rest = await shop.do(refund_payment, payment)
    assert rest == Refund(Money(600, "EUR"), PaymentStatus.REFUNDED)
    assert (await state(shop, payment), await paid_minor(shop, ada)) == (("REFUNDED", 1000), (1, 0))
    assert await events(shop, payment) == [
        ("SUCCEEDED", 1000, None),
        ("PARTIALLY_REFUNDED", 400, "Kulanz"),
        ("REFUNDED", 600, None),
    ]


async def test_refunds_at_once_never_exceed_the_payment(shop: Shop) -> None:
    """Twenty refunds of 1 € of a payment of 7.50 €: seven are given, thirteen refused."""
    ada = await shop.customer("Ada")
    payment = await payment_of(shop, ada, "7.50")

    async def refund() -> Refund | Failure:
        try:
            return await shop.do(refund_payment, payment, (Decimal("1.00"), "EUR"))
        except RefundExceedsPayment as failure:
            return failure

    outcomes = await asyncio.gather(*(refund() for _ in range(20)))

    given = [one for one in outcomes if isinstance(one, Refund)]
    assert given == [Refund(Money(100, "EUR"), PaymentStatus.PARTIALLY_REFUNDED)] * 7
    refusal = RefundExceedsPayment(field=("amount",), amount=Money(100, "EUR"), available=Money(50, "EUR"))
    assert [one for one in outcomes if one not in given] == [refusal] * 13
    assert (await state(shop, payment), await paid_minor(shop, ada)) == (("PARTIALLY_REFUNDED", 700), (1, 50))


@pytest.mark.parametrize("status", [PaymentStatus.PENDING, PaymentStatus.FAILED])
async def test_money_that_never_arrived_is_not_given_back(shop: Shop, status: PaymentStatus) -> None:
    payment = await payment_of(shop, None, "10.00", status)

    with pytest.raises(TransitionNotAllowed) as refused:
        await shop.do(refund_payment, payment)

    assert refused.value == TransitionNotAllowed(field=("id",), state=status, target=PaymentStatus.REFUNDED)
    assert (await state(shop, payment), len(await events(shop, payment))) == ((status.value, 0), 1)


async def test_what_was_given_back_is_not_given_back_again(shop: Shop) -> None:
    payment = await payment_of(shop, None, "10.00")
    await shop.do(refund_payment, payment)

    with pytest.raises(TransitionNotAllowed):
        await shop.do(refund_payment, payment)

    assert await state(shop, payment) == ("REFUNDED", 1000)


async def test_another_currency_is_refused(shop: Shop) -> None:
    payment = await payment_of(shop, None, "10.00")

    with pytest.raises(CurrencyMismatch) as refused:
        await shop.do(refund_payment, payment, (Decimal("1"), "CHF"))

    assert refused.value == CurrencyMismatch(field=("amount", "currency"), currency="CHF", expected="EUR")
    assert await state(shop, payment) == ("SUCCEEDED", 0)


async def test_a_foreign_payment_is_as_an_unknown_one(shop: Shop, other: Shop) -> None:
    theirs = await payment_of(other, None, "10.00")

    for payment in (theirs, PaymentId(new_id())):
        with pytest.raises(PaymentNotFound) as refused:
            await shop.do(refund_payment, payment)
        assert refused.value == PaymentNotFound(field=("id",))

    assert await state(other, theirs) == ("SUCCEEDED", 0)
