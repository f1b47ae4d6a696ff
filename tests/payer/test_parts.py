"""A request may be paid in parts: what has come is counted, and its payer is asked for the rest."""

import asyncio
from decimal import Decimal

import httpx
import pytest

from domain.errors import CustomerHasRequests
from domain.ids import PaymentId
from domain.money import Money
from domain.payment_request import NEVER_ASKED, PaymentRequestStatus
from services.customers.remove import delete_customer
from services.payment_requests.resend import resend_request
from services.payments.refund import refund_payment
from tests.factories import ADDRESSES, SECRETS, Shop
from tests.payer.asking import Asked, ask
from tests.payer.ending import checkout_of, recorded, transferred
from tests.payer.test_sandbox import to_the_bank
from tests.services.payment_requests.outbox import deliveries, settle

EUROS = "{}\N{NO-BREAK SPACE}€"


async def give_back(asked: Asked, reference: str, amount: str) -> None:
    sql = "select id from payment where merchant_id = $1 and provider_reference = $2"
    payment: PaymentId = await asked.shop.value(sql, reference)
    await asked.shop.do(refund_payment, payment, (Decimal(amount), "EUR"))


async def belonging(asked: Asked) -> list[str]:
    """Return the payments of a request by their references, the oldest first."""
    sql = "select provider_reference from payment where merchant_id = $1 and request_id = $2 order by id"
    return [row[0] for row in await asked.shop.fetch(sql, asked.id)]


async def test_two_parts_pay_the_whole(browser_http: httpx.AsyncClient, asked: Asked) -> None:
    """In between, the page says what has come and asks for the rest."""
    await transferred(asked, "5.00", "bank_1")
    page = await browser_http.get(asked.path)
    status = await asked.column("status")
    await transferred(asked, "7.50", "bank_2")
    after = await browser_http.get(asked.path)

    assert status == "VIEWED"
    assert "<p>Noch zu zahlen</p>" in page.text
    assert f'<p class="amount">{EUROS.format("7,50")}</p>' in page.text
    assert f"<dt>Betrag</dt>\n<dd>{EUROS.format('12,50')}</dd>" in page.text
    assert f"<dt>Schon bezahlt</dt>\n<dd>{EUROS.format('5,00')}</dd>" in page.text
    assert f"{EUROS.format('7,50')} bezahlen" in page.text
    assert await asked.column("status") == "PAID"
    assert f'<p class="amount">{EUROS.format("12,50")}</p>' in after.text
    assert "Schon bezahlt" not in after.text
    assert await belonging(asked) == ["bank_1", "bank_2"]


async def test_the_rest_is_paid_on_the_page(browser_http: httpx.AsyncClient, asked: Asked) -> None:
    await transferred(asked, "5.00")

    bank = await to_the_bank(browser_http, asked)
    shown = await browser_http.get(bank)
    await browser_http.post(f"{bank}?answer=pay")

    assert EUROS.format("7,50") in shown.text
    assert await asked.payments() == [("SUCCEEDED", 500), ("SUCCEEDED", 750)]
    assert await asked.column("status") == "PAID"


async def test_a_part_that_comes_meanwhile_ends_the_checkout_of_the_whole(
    browser_http: httpx.AsyncClient, asked: Asked
) -> None:
    """Who was at the bank for the whole is sent to another one, for the rest."""
    whole = await to_the_bank(browser_http, asked)
    await transferred(asked, "5.00")
    marked = (await checkout_of(asked))["call_off_at"]

    rest = await to_the_bank(browser_http, asked)
    over = await browser_http.post(f"{whole}?answer=pay")
    await browser_http.post(f"{rest}?answer=pay")

    assert marked is not None
    assert over.status_code == 410
    assert await asked.payments() == [("SUCCEEDED", 500), ("SUCCEEDED", 750)]
    assert await asked.column("status") == "PAID"


async def test_a_part_that_the_merchant_records_ends_it_as_well(
    browser_http: httpx.AsyncClient, asked: Asked
) -> None:
    """From then on the page asks for the rest, and for nothing once the merchant has recorded that."""
    await to_the_bank(browser_http, asked)

    await recorded(asked, "5.00")
    marked = (await checkout_of(asked))["call_off_at"]
    part = await browser_http.get(asked.path)
    await recorded(asked, "7.50")
    whole = await browser_http.get(asked.path)

    assert marked is not None
    assert f"{EUROS.format('7,50')} bezahlen" in part.text
    assert "Bezahlt. Vielen Dank!" in whole.text
    assert "bezahlen" not in whole.text
    assert await asked.column("status") == "PAID"


async def test_parts_that_come_at_once_are_counted_together(shop: Shop) -> None:
    """The last of them pays, whichever that is."""
    asked = await ask(shop, Money(500, "EUR"))

    await asyncio.gather(*(transferred(asked, "1.00", f"bank_{number}") for number in range(5)))

    assert await asked.column("status") == "PAID"
    assert len(await belonging(asked)) == 5


async def test_what_was_given_back_before_is_asked_for_again(
    browser_http: httpx.AsyncClient, asked: Asked
) -> None:
    """A part that is gone again does not count, and the checkout for the rest no longer fits."""
    await transferred(asked, "5.00", "bank_1")
    rest = await to_the_bank(browser_http, asked)
    await give_back(asked, "bank_1", "5.00")

    page = await browser_http.get(asked.path)
    whole = await to_the_bank(browser_http, asked)
    await transferred(asked, "7.50", "bank_2")

    assert f'<p class="amount">{EUROS.format("12,50")}</p>' in page.text
    assert "Schon bezahlt" not in page.text
    assert whole != rest
    assert await asked.column("status") == "VIEWED"


async def test_a_refund_does_not_open_what_is_paid(browser_http: httpx.AsyncClient, asked: Asked) -> None:
    """Whether the customer owes it again is the merchant's to say, by another request."""
    await transferred(asked, "12.50", "bank_1")

    await give_back(asked, "bank_1", "12.50")
    page = await browser_http.get(asked.path)

    assert await asked.column("status") == "PAID"
    assert "Bezahlt. Vielen Dank!" in page.text
    assert "bezahlen" not in page.text


@pytest.mark.parametrize("over", [PaymentRequestStatus.EXPIRED, PaymentRequestStatus.CANCELED])
async def test_parts_pay_what_is_over_as_well(shop: Shop, over: PaymentRequestStatus) -> None:
    asked = await ask(shop, status=over)

    await transferred(asked, "10.00", "bank_1")
    status = await asked.column("status")
    await transferred(asked, "2.50", "bank_2")

    assert status == over
    assert await asked.column("status") == "PAID"


async def test_a_part_that_is_told_twice_counts_once(asked: Asked) -> None:
    """Under another number of the event, too, and after it was given back."""
    await transferred(asked, "7.50", "bank_1")
    await transferred(asked, "7.50", "bank_1")
    twice = await asked.column("status")
    await give_back(asked, "bank_1", "7.50")
    await transferred(asked, "5.00", "bank_2")
    await transferred(asked, "7.50", "bank_1")

    assert twice == "SENT"
    assert await asked.column("status") == "SENT"
    assert await belonging(asked) == ["bank_1", "bank_2"]


async def test_another_currency_is_no_part(browser_http: httpx.AsyncClient, shop: Shop) -> None:
    """Nobody knows what it is worth: it is in the history, and the checkout stays as it was."""
    asked = await ask(shop, Money(1250, "CHF"))
    await to_the_bank(browser_http, asked)

    await transferred(asked, "12.50", "bank_1")

    assert await asked.column("status") == "SENT"
    assert (await checkout_of(asked))["call_off_at"] is None
    assert await belonging(asked) == ["bank_1"]


async def test_a_payment_is_for_one_request(
    shop: Shop, asked: Asked, caplog: pytest.LogCaptureFixture
) -> None:
    """Told of another one later, it stays with the first; it does not pay twice."""
    other = await ask(shop)
    await transferred(asked, "12.50", "bank_1")

    await transferred(other, "12.50", "bank_1")

    assert (await asked.column("status"), await other.column("status")) == ("PAID", "SENT")
    assert (await belonging(asked), await belonging(other)) == (["bank_1"], [])
    assert "names another request than before" in caplog.text


async def test_a_reminder_asks_for_the_rest(shop: Shop) -> None:
    """Whoever has paid a part would wonder about being asked for the whole."""
    request = await shop.request(await shop.customer(email="ada@example.org"))
    await settle(shop, request, "SENT")
    await transferred(Asked(shop, request, ""), "5.00")

    await shop.do(resend_request, request, ADDRESSES, SECRETS)

    first, again = [message["text"] for message in await deliveries(shop, request)]
    assert (EUROS.format("12,50") in first, EUROS.format("7,50") in again) == (True, True)
    assert EUROS.format("12,50") not in again


@pytest.mark.parametrize("status", sorted(NEVER_ASKED))
async def test_what_nobody_was_asked_by_is_paid_by_nobody(shop: Shop, status: PaymentRequestStatus) -> None:
    """It may be thrown away with its batch; the payment is its customer's, and in the history without it."""
    asked = await ask(shop, status=status)

    await transferred(asked, "12.50", "bank_1")

    assert await asked.payments() == [("SUCCEEDED", 1250)]
    assert await belonging(asked) == []
    assert await asked.column("status") == status


async def test_who_was_skipped_and_has_paid_stays_in_the_books(shop: Shop) -> None:
    """A part of nobody's that came before, by the link, is reason enough to keep the customer."""
    asked = await ask(shop, status=PaymentRequestStatus.SCHEDULED)
    await shop.payment("5.00", provider="bank", provider_reference="bank_1")
    await transferred(asked, "5.00", "bank_1")
    await asked.set("status = 'SKIPPED'")
    customer = await asked.column("customer_id")

    with pytest.raises(CustomerHasRequests):
        await shop.do(delete_customer, customer)

    assert await belonging(asked) == ["bank_1"]


async def test_more_than_the_rest_is_kept_with_it(asked: Asked) -> None:
    """Money is money: what is too much is seen, and can be given back."""
    await transferred(asked, "10.00", "bank_1")
    await transferred(asked, "10.00", "bank_2")
    await transferred(asked, "10.00", "bank_3")

    assert await asked.column("status") == "PAID"
    assert await belonging(asked) == ["bank_1", "bank_2", "bank_3"]
