"""What can't be taken now is to come again, and only that."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.embedded_postgres import EmbeddedPostgres
from app.webhooks import endpoint as reception
from db.migrate import upgrade
from domain.webhook_endpoint import EndpointKind
from services.webhooks_in.endpoints import create_endpoint
from tests.client import asking, running_app
from tests.factories import make_shop
from tests.webhooks_in.conftest import path_of
from tests.webhooks_in.senders import StandardSender, told

GOOD = {"provider_reference": "tr_1", "amount": {"amount": "12.50", "currency": "EUR"}}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A directory through which the server's account may pass."""
    tmp_path.chmod(0o711)
    return tmp_path


async def test_while_the_database_is_away_events_are_to_come_again(home: Path) -> None:
    """The same event counts once the database is back."""
    postgres = EmbeddedPostgres(home / "postgres", durable=False)
    await postgres.start()
    try:
        dsn = postgres.dsn()
        await upgrade(dsn)
        async with running_app(dsn, home / "kontor") as app, asking(app) as http:
            shop = await make_shop(app.state.pool)
            opened = await shop.do(create_endpoint, EndpointKind.STANDARD, "mollie")
            url, secret = path_of(shop.caller.merchant_id, opened), app.state.secrets.webhook_secret(opened)
            sender = StandardSender(http, url, secret)

            await postgres.stop()
            away = await sender.tell("payment.succeeded", GOOD, event_id="msg_1")
            await postgres.start()
            back = await sender.tell("payment.succeeded", GOOD, event_id="msg_1")

            assert told(away) == (503, ["WEBHOOK_POSTPONED"])
            assert away.headers["retry-after"] == "5"
            assert told(back) == (204, [])
            assert await shop.value("select count(*) from payment where merchant_id = $1") == 1
    finally:
        await postgres.stop()


async def test_a_body_that_does_not_come_is_not_waited_for(
    standard: StandardSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reception, "BODY_TIMEOUT_S", 0.1)

    async def drops() -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0.02)

    answer = await standard.http.post(standard.url, content=drops())

    assert told(answer) == (408, ["WEBHOOK_TOO_SLOW"])
    assert answer.headers["connection"] == "close"
