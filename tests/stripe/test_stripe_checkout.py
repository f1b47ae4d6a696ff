"""A request is paid at Stripe Checkout: asked through Stripe's library, told by Stripe's event."""

import asyncio

import pytest

from domain.ids import Kind, encode
from domain.money import Money
from services.payment_providers.provider import CheckoutState
from services.payment_providers.stripe_checkout import StripeCheckout
from tests.factories import Shop
from tests.payer.asking import ask
from tests.stripe.localstripe import API_KEY
from tests.stripe.till import Till

# Stripe's library hands its texts to httpx by a parameter that httpx would rather see used otherwise.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")


async def test_stripe_is_told_what_is_paid_and_nothing_of_whom(till: Till, shop: Shop) -> None:
    """The request by its id, the sum in Stripe's units, the payer's language, and two ways back."""
    asked = await ask(shop, locale="fr-FR")

    await till.to_stripe(asked)

    told = till.stripe.asked[-1]
    session = await shop.value("select id from payment_session where merchant_id = $1")
    expires_at = await shop.value("select expires_at from payment_session where merchant_id = $1")
    request_id, page = encode(Kind.PAYMENT_REQUEST, asked.id), f"{till.counter.url}{asked.path}"
    named = {
        "merchant_id": encode(Kind.MERCHANT, shop.caller.merchant_id),
        "request_id": request_id,
        "session_id": f"pse_{session}",
    }
    assert told == {
        "mode": "payment",
        "client_reference_id": request_id,
        **{f"metadata[{name}]": value for name, value in named.items()},
        **{f"payment_intent_data[metadata][{name}]": value for name, value in named.items()},
        "payment_intent_data[description]": "RE-2026-1042",
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": "eur",
        "line_items[0][price_data][unit_amount]": "1250",
        "line_items[0][price_data][product_data][name]": "Laden: RE-2026-1042",
        "locale": "fr",
        "expires_at": str(int(expires_at.timestamp())),
        "success_url": f"{page}?lang=fr&paid=pse_{session}",
        "cancel_url": f"{page}?lang=fr&left",
    }


async def test_a_card_payment_ends_in_the_history_once(till: Till, shop: Shop) -> None:
    """Stripe tells five times, once before the payer is back: one payment, and the page says paid."""
    await till.listens(shop)
    asked = await ask(shop)
    checkout = await till.to_stripe(asked)

    paid = await till.http.post(checkout, data={"method": "card"})
    told = await asyncio.gather(*(till.stripe.tell(checkout.rsplit("/", 1)[1]) for _ in range(4)))
    page = await till.http.get(paid.headers["location"])

    assert told == [204] * 4
    assert await asked.payments() == [("SUCCEEDED", 1250)]
    assert await asked.column("status") == "PAID"
    assert "Bezahlt. Vielen Dank!" in page.text


async def test_a_forged_event_of_stripe_pays_nothing(till: Till, shop: Shop) -> None:
    """Signed with another secret, or ten minutes old: refused, and nothing has happened."""
    asked = await ask(shop)
    checkout = await till.to_stripe(asked)
    await till.http.post(checkout, data={"method": "card"})
    await till.listens(shop)
    session = checkout.rsplit("/", 1)[1]

    told = [
        await till.stripe.tell(session, secret="whsec_guessed"),
        await till.stripe.tell(session, age_s=600),
    ]

    assert told == [403, 403]
    assert await asked.payments() == []


async def test_merchants_who_share_an_account_are_told_of_their_own(
    till: Till, shop: Shop, other_shop: Shop
) -> None:
    """Stripe tells every endpoint of the account: what is another's is taken, and has no effect."""
    asked = await ask(shop)
    checkout = await till.to_stripe(asked)
    await till.http.post(checkout, data={"method": "card"})
    session = checkout.rsplit("/", 1)[1]

    await till.listens(other_shop)
    foreign = await till.stripe.tell(session)
    await till.listens(shop)
    own = await till.stripe.tell(session)

    assert (foreign, own) == (204, 204)
    assert await other_shop.value("select count(*) from payment where merchant_id = $1") == 0
    assert await asked.payments() == [("SUCCEEDED", 1250)]


async def test_until_the_event_is_in_the_page_says_so(till: Till, shop: Shop) -> None:
    """Nobody has told us: the payment is being processed, and the page comes anew by itself."""
    asked = await ask(shop)
    paid = await till.http.post(await till.to_stripe(asked), data={"method": "card"})

    page = await till.http.get(paid.headers["location"])
    still = await till.http.get(f"{asked.path}?still")

    assert "Ihre Zahlung wird bearbeitet." in page.text
    assert '<meta http-equiv="refresh" content="10">' in page.text
    assert "Ihre Zahlung wird bearbeitet." in still.text
    assert "http-equiv" not in still.text
    assert await asked.column("status") == "VIEWED"


async def test_who_comes_back_without_a_word_and_clicks_again_pays_once(till: Till, shop: Shop) -> None:
    """The browser was closed after paying: Stripe is asked first, and a second payment can't be begun."""
    asked = await ask(shop)
    checkout = await till.to_stripe(asked)
    await till.http.post(checkout, data={"method": "debit"})

    again = await till.http.post(f"{asked.path}/pay")
    page = await till.http.get(again.headers["location"])

    assert (again.status_code, again.headers["location"]) == (303, asked.path)
    assert "Ihre Zahlung wird bearbeitet." in page.text
    assert len([told for told in till.stripe.asked if asked.token in told["success_url"]]) == 1


async def test_a_debit_that_takes_days_is_not_paid_again(till: Till, shop: Shop) -> None:
    """The checkout is long over for us, and its payer never came back to say it was done: Stripe knows."""
    asked = await ask(shop)
    await till.http.post(await till.to_stripe(asked), data={"method": "debit"})
    await shop.fetch(
        "update payment_session set expires_at = now() - interval '1 day' where merchant_id = $1"
    )

    again = await till.http.post(f"{asked.path}/pay")

    assert (again.status_code, again.headers["location"]) == (303, asked.path)
    assert "Ihre Zahlung wird bearbeitet." in (await till.http.get(asked.path)).text
    assert len([told for told in till.stripe.asked if asked.token in told["success_url"]]) == 1


async def test_a_debit_that_bounced_can_be_paid_otherwise(till: Till, shop: Shop) -> None:
    """Stripe says that the payment has failed: another checkout is begun."""
    asked = await ask(shop)
    first = await till.to_stripe(asked)
    await till.http.post(first, data={"method": "broken debit"})
    await _failed(till, first)

    second = await till.to_stripe(asked)

    assert second != first


async def test_clicks_and_tabs_lead_to_one_checkout(till: Till, shop: Shop) -> None:
    asked = await ask(shop)

    at_once = await asyncio.gather(*(till.to_stripe(asked) for _ in range(4)))
    later = await till.to_stripe(asked)

    assert {*at_once, later} == {later}
    assert len([told for told in till.stripe.asked if asked.token in told["success_url"]]) == 1


async def test_a_crash_after_asking_stripe_leads_to_the_same_checkout(till: Till, shop: Shop) -> None:
    """The answer was never kept: asked again under the same key, Stripe gives it again."""
    asked = await ask(shop)
    first = await till.to_stripe(asked)
    await shop.fetch(
        "update payment_session set address = null, provider_reference = null where merchant_id = $1"
    )

    assert await till.to_stripe(asked) == first


@pytest.mark.parametrize("status", [401, 429, 500, 503])
async def test_stripe_is_away(till: Till, shop: Shop, status: int) -> None:
    """The payer reads that it does not work now; a moment later it does."""
    asked = await ask(shop)
    till.stripe.failures.append(status)

    page = await till.http.post(f"{asked.path}/pay")

    assert page.status_code == 503
    assert "Die Zahlung ist im Moment nicht möglich." in page.text
    assert await till.to_stripe(asked) != ""


@pytest.mark.parametrize(
    ("amount", "status"),
    [
        (Money(10, "EUR"), 422),  # less than Stripe takes, which only Stripe knows
        (Money(1_000, "UGX"), 303),  # said in two ways by Stripe: not even offered
        (Money(1_234, "KWD"), 303),  # a third decimal
    ],
)
async def test_a_sum_that_stripe_does_not_take(till: Till, shop: Shop, amount: Money, status: int) -> None:
    """The payer is told to ask the merchant, and there is no button."""
    asked = await ask(shop, amount)

    paying = await till.http.post(f"{asked.path}/pay")
    page = paying if status == 422 else await till.http.get(asked.path)

    assert paying.status_code == status
    assert "kann hier nicht online bezahlt werden" in page.text
    assert "<form" not in page.text


async def test_the_page_lets_its_form_lead_to_stripe_only(till: Till, shop: Shop) -> None:
    """Browsers hold a form's redirects to the policy, too; and nothing says that this is a test."""
    page = await till.http.get((await ask(shop)).path)

    policy = page.headers["content-security-policy"].split("; ")
    assert policy[-1] == f"form-action 'self' https://checkout.stripe.com {till.stripe.url}"
    assert "Es fließt kein Geld" not in page.text
    assert (await till.http.get("/sandbox/x")).status_code == 404


async def test_a_checkout_that_stripe_does_not_know_is_over(till: Till) -> None:
    provider = StripeCheckout(API_KEY, till.stripe.url)

    assert await provider.look("cs_test_unknown") is CheckoutState.OVER
    await provider.close()


async def test_localstripe_has_no_checkout_yet(till: Till) -> None:
    """Once this fails, what stands in front of it for the tests can go."""
    answer = await till.stripe.localstripe.post("/v1/checkout/sessions", data={"mode": "payment"})

    assert answer.status_code == 404


async def _failed(till: Till, checkout: str) -> None:
    """Wait until the bank has said no: localstripe's takes half a second."""
    provider = StripeCheckout(API_KEY, till.stripe.url)
    async with asyncio.timeout(10):
        # Nobody tells: localstripe sends no event of a checkout.
        while await provider.look(checkout.rsplit("/", 1)[1]) is not CheckoutState.OVER:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    await provider.close()
