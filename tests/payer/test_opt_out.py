"""Whoever follows the link of a message asks for no more, by a button or by the mail program."""

from collections.abc import AsyncIterator

import httpx
import pytest

from domain.consent import ConsentState, MessagePurpose
from domain.customer import Channel, CustomerDraft
from domain.ids import CustomerId, RequestId
from services.consent.preference import set_contact_preference
from services.customers.change import update_customer
from tests.factories import ADDRESSES, SECRET_KEY, Shop
from tests.payer.asking import BROWSER, counter_settings, open_counter

PHONE, EMAIL = "+491701234567", "ada@example.org"
PATHS = {Channel.SMS: "s", Channel.EMAIL: "e"}


@pytest.fixture(scope="module")
async def url(dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The application on a port, with the keys of the use cases."""
    home = tmp_path_factory.mktemp("counter")
    async with open_counter(counter_settings(dsn, home, secret_key=SECRET_KEY)) as counter:
        yield counter.url


@pytest.fixture
async def http(url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=url, headers=BROWSER, timeout=30) as http:
        yield http


class Asked:
    """Ada, who is asked for 12.50 € by text message and e-mail."""

    def __init__(self, shop: Shop, ada: CustomerId, request: RequestId, token: str) -> None:
        self.shop, self.ada, self.request, self.token = shop, ada, request, token

    def path(self, channel: Channel = Channel.EMAIL) -> str:
        return f"/o/{self.token}/{PATHS[channel]}"

    async def blocks(self) -> tuple[str | None, str | None]:
        sql = "select sms_block, email_block from customer where merchant_id = $1 and id = $2"
        (row,) = await self.shop.fetch(sql, self.ada)
        return row["sms_block"], row["email_block"]

    async def said(self) -> set[tuple[str, str, str]]:
        rows = await self.shop.fetch(
            "select purpose, state, source from contact_preference"
            " where merchant_id = $1 and customer_id = $2",
            self.ada,
        )
        return {(row["purpose"], row["state"], row["source"]) for row in rows}


@pytest.fixture
async def asked(shop: Shop) -> Asked:
    ada = await shop.customer("Ada", last_name="Lovelace", phone=PHONE, email=EMAIL, locale="de-DE")
    request = await shop.request(ada)
    token = await shop.value("select token from payment_request where merchant_id = $1 and id = $2", request)
    return Asked(shop, ada, request, token)


async def test_the_link_of_a_message_leads_there(asked: Asked, http: httpx.AsyncClient) -> None:
    for channel in Channel:
        assert ADDRESSES.opt_out(asked.token, channel).endswith(asked.path(channel))
        assert (await http.get(asked.path(channel))).status_code == 200


async def test_looking_changes_nothing(asked: Asked, http: httpx.AsyncClient) -> None:
    """Mail programs and scanners open links before people do."""
    page = await http.get(asked.path())
    await http.head(asked.path())

    assert "Möchten Sie keine E-Mails mehr von Laden bekommen?" in page.text
    assert await asked.blocks() == (None, None)


async def test_the_page_tells_nobody_whose_it_is(asked: Asked, http: httpx.AsyncClient) -> None:
    """Who has the address knows it again; who was passed the link learns neither name nor address."""
    mail, text = await http.get(asked.path()), await http.get(asked.path(Channel.SMS))

    assert "<dd>a…@e….org</dd>" in mail.text
    assert "<dd>+49…67</dd>" in text.text
    for page in (mail, text):
        assert not any(secret in page.text for secret in ("Ada", "Lovelace", EMAIL, PHONE, "12,50"))


async def test_nobody_keeps_the_page_or_learns_its_address(asked: Asked, http: httpx.AsyncClient) -> None:
    headers = (await http.get(asked.path())).headers

    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none';"
        " form-action 'self'"
    )


async def test_the_button_ends_messages_on_this_channel(asked: Asked, http: httpx.AsyncClient) -> None:
    page = await http.post(f"{asked.path()}?lang=de")

    assert page.status_code == 200
    assert "Sie bekommen keine E-Mails mehr von Laden." in page.text
    assert await asked.blocks() == (None, "OPTED_OUT")
    assert await asked.said() == {
        ("TRANSACTIONAL", "OPTED_OUT", "OPT_OUT_LINK"),
        ("MARKETING", "OPTED_OUT", "OPT_OUT_LINK"),
    }


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {"List-Unsubscribe": "One-Click"}},
        {"files": {"List-Unsubscribe": (None, "One-Click")}},
        {},
    ],
    ids=["urlencoded", "multipart", "nothing"],
)
async def test_a_mail_program_does_it_with_one_click(
    asked: Asked, http: httpx.AsyncClient, sent: dict[str, dict[str, str]]
) -> None:
    """As RFC 8058 has it: without cookies, in either form, and never redirected."""
    answer = await http.post(asked.path(), **sent)  # type: ignore[arg-type]

    assert answer.status_code == 200
    assert await asked.blocks() == (None, "OPTED_OUT")


async def test_a_mistake_is_taken_back_on_the_same_page(asked: Asked, http: httpx.AsyncClient) -> None:
    """For requests; what was said of advertisements stays."""
    done = await http.post(asked.path(Channel.SMS))
    assert "War das ein Versehen?" in done.text

    page = await http.post(f"{asked.path(Channel.SMS)}?lang=de&back")

    assert "Sie bekommen wieder Zahlungsaufforderungen von Laden per SMS." in page.text
    assert await asked.blocks() == (None, None)
    assert await asked.said() == {
        ("TRANSACTIONAL", "OPTED_IN", "OPT_OUT_LINK"),
        ("MARKETING", "OPTED_OUT", "OPT_OUT_LINK"),
    }


async def test_what_the_merchant_has_said_the_page_can_t_undo(asked: Asked, http: httpx.AsyncClient) -> None:
    await asked.shop.do(
        set_contact_preference,
        *(asked.ada, Channel.EMAIL, MessagePurpose.TRANSACTIONAL, ConsentState.OPTED_OUT),
    )

    page = await http.post(f"{asked.path()}?back")

    assert "wenden Sie sich bitte an Laden" in page.text
    assert "<button" not in page.text
    assert await asked.blocks() == (None, "OPTED_OUT")


async def test_it_works_when_the_request_is_long_over(asked: Asked, http: httpx.AsyncClient) -> None:
    sql = "update payment_request set status = 'EXPIRED' where merchant_id = $1 and id = $2"
    await asked.shop.fetch(sql, asked.request)

    assert (await http.post(asked.path())).status_code == 200

    assert await asked.blocks() == (None, "OPTED_OUT")


async def test_it_is_about_where_the_message_went(asked: Asked, http: httpx.AsyncClient) -> None:
    """Corrected since, the address of somebody else is not written to again; the customer's new one is."""
    await asked.shop.do(update_customer, asked.ada, CustomerDraft(email="right@example.org"))

    await http.post(asked.path())

    assert await asked.blocks() == (None, None)
    stranger = await asked.shop.customer("Grace", email=EMAIL)
    sql = "select email_block from customer where merchant_id = $1 and id = $2"
    assert await asked.shop.value(sql, stranger) == "SUPPRESSED"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "path", ["/o/AAAAAAAAAAAAAAAAAAAAAA/e", "/o/x/s", "/o/%00/e", "/o/{token}/x", "/o/{token}/E"]
)
async def test_a_made_up_link_leads_nowhere(
    asked: Asked, http: httpx.AsyncClient, method: str, path: str
) -> None:
    """In the language of the browser, and nothing has changed."""
    answer = await http.request(method, path.format(token=asked.token), headers={"Accept-Language": "fr"})

    assert answer.status_code == 404
    assert '<html lang="fr">' in answer.text
    assert await asked.blocks() == (None, None)


async def test_a_channel_on_which_nothing_went_is_nothing(shop: Shop, http: httpx.AsyncClient) -> None:
    ada = await shop.customer("Ada", email=EMAIL)
    request = await shop.request(ada, channels=(Channel.EMAIL,))
    token = await shop.value("select token from payment_request where merchant_id = $1 and id = $2", request)

    assert (await http.post(f"/o/{token}/s")).status_code == 404
    assert await shop.value("select count(*) from suppression where merchant_id = $1") == 0


@pytest.mark.parametrize(
    ("language", "title"),
    [("de", "Nachrichten von Laden"), ("fr", "Messages de Laden"), ("en", "Messages from Laden")],
)
async def test_it_speaks_three_languages(
    asked: Asked, http: httpx.AsyncClient, language: str, title: str
) -> None:
    page = await http.get(f"{asked.path()}?lang={language}")

    assert f"<h1>{title}</h1>" in page.text
    assert f'<html lang="{language}">' in page.text
