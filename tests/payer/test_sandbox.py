"""A payment through the sandbox ends in the payment history, once."""

import asyncio
from urllib.parse import urlsplit

import httpx
import pytest

from domain.payment_request import PaymentRequestStatus
from tests.factories import Shop
from tests.payer.asking import Asked, ask


async def to_the_bank(http: httpx.AsyncClient, asked: Asked) -> str:
    """Press the payer's button; return the path of the bank's page."""
    answer = await http.post(f"{asked.path}/pay")
    assert answer.status_code == 303
    return urlsplit(answer.headers["location"]).path


async def test_a_payment_that_is_told_five_times_is_in_the_history_once(
    browser_http: httpx.AsyncClient, asked: Asked
) -> None:
    """One event, five times and at once: one payment of the request's customer, and the request is PAID."""
    bank = await to_the_bank(browser_http, asked)

    answers = await asyncio.gather(*(browser_http.post(f"{bank}?answer=pay") for _ in range(5)))

    assert [answer.status_code for answer in answers] == [303] * 5
    assert await asked.payments() == [("SUCCEEDED", 1250)]
    assert await asked.column("status") == "PAID"
    back = await browser_http.get(answers[0].headers["location"])
    assert "Bezahlt. Vielen Dank!" in back.text


async def test_a_declined_payment_can_be_tried_again(browser_http: httpx.AsyncClient, asked: Asked) -> None:
    """The history keeps both; the payer reads what happened, and the request stays open until it is paid."""
    bank = await to_the_bank(browser_http, asked)

    declined = await browser_http.post(f"{bank}?answer=decline")
    page = await browser_http.get(declined.headers["location"])
    await browser_http.post(f"{await to_the_bank(browser_http, asked)}?answer=pay")

    assert "Die Zahlung wurde abgelehnt." in page.text
    assert "12,50\N{NO-BREAK SPACE}€ bezahlen" in page.text
    assert await asked.payments() == [("FAILED", 1250), ("SUCCEEDED", 1250)]
    assert await asked.column("status") == "PAID"


async def test_who_turns_back_has_paid_nothing(browser_http: httpx.AsyncClient, asked: Asked) -> None:
    bank = await to_the_bank(browser_http, asked)

    turned = await browser_http.post(f"{bank}?answer=cancel")
    page = await browser_http.get(turned.headers["location"])

    assert "Die Zahlung wurde abgebrochen." in page.text
    assert await asked.payments() == []


async def test_two_clicks_lead_to_one_bank(browser_http: httpx.AsyncClient, asked: Asked) -> None:
    """Whoever clicks five times at once is sent to one and the same checkout."""
    banks = await asyncio.gather(*(to_the_bank(browser_http, asked) for _ in range(5)))

    sessions = "select count(*) from payment_session where merchant_id = $1"
    assert await asked.shop.value(sessions) == 1
    assert len(set(banks)) == 1


async def test_a_checkout_whose_time_is_over_is_followed_by_another(
    browser_http: httpx.AsyncClient, asked: Asked
) -> None:
    first = await to_the_bank(browser_http, asked)
    await asked.shop.fetch("update payment_session set expires_at = now() where merchant_id = $1")

    second = await to_the_bank(browser_http, asked)

    assert second != first
    sessions = "select count(*) from payment_session where merchant_id = $1 and closed_at is null"
    assert await asked.shop.value(sessions) == 1


@pytest.mark.parametrize("status", [PaymentRequestStatus.PAID, PaymentRequestStatus.CANCELED])
async def test_what_is_over_leads_to_no_bank(
    browser_http: httpx.AsyncClient, shop: Shop, status: PaymentRequestStatus
) -> None:
    """The button of a page that was open for long leads back to the page, and no session is begun."""
    asked = await ask(shop, status=status)

    answer = await browser_http.post(f"{asked.path}/pay")

    assert (answer.status_code, answer.headers["location"]) == (303, asked.path)
    assert await shop.value("select count(*) from payment_session where merchant_id = $1") == 0


async def test_a_link_to_the_bank_that_was_changed_opens_nothing(
    browser_http: httpx.AsyncClient, asked: Asked
) -> None:
    """What the bank knows is signed: another sum or merchant in the link is no link."""
    bank = await to_the_bank(browser_http, asked)

    forged = bank[:20] + ("A" if bank[20] != "A" else "B") + bank[21:]
    shown = await browser_http.get(forged)
    answered = await browser_http.post(f"{forged}?answer=pay")

    assert (shown.status_code, answered.status_code) == (410, 410)
    assert await asked.payments() == []
