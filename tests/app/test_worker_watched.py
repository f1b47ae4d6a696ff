"""What a real worker tells Prometheus and a collector of what it does: all of it, and of nobody."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from db.connect import Pool, connect_pool
from domain.customer import Channel, ErrorPolicy
from services.delivery.messenger import Certainty
from services.storage import Storage
from services.webhooks_out.subscriptions import create_subscription
from tests.app import collecting
from tests.app.sending_worker import sending_worker
from tests.app.serving import free_port
from tests.app.test_metrics import Numbers, number, read_numbers
from tests.factories import Shop, make_shop
from tests.gateways.gateway import Gateway, gateway_process
from tests.services.imports.importing import Desk
from tests.webhooks_out import receiver

CANARY = "Kanarienvogel"
CANARY_NUMBER = "+4915123456789"
WAIT_S = 60.0
SMS = {"channel": "SMS", "messenger": "http-sms"}


@dataclass(frozen=True, slots=True)
class Place:
    """One merchant, who they reach, and where their worker tells what it does."""

    dsn: str
    home: Path
    shop: Shop
    gateway: Gateway
    receiver: receiver.Receiver
    collector: collecting.Receiver
    port: int

    @property
    def settings(self) -> dict[str, str]:
        return {
            # One that can't tell what it took.
            "SMS_URL": self.gateway.setting(Certainty.NEITHER),
            "WEBHOOKS_TO_PRIVATE_ADDRESSES": "on",
            "WORKER_METRICS_PORT": str(self.port),
            "OTEL_EXPORTER_OTLP_ENDPOINT": self.collector.url,
        }

    async def ask(self) -> None:
        """Ask another customer for money by SMS."""
        number = await self.shop.value("select count(*) from customer where merchant_id = $1")
        customer = await self.shop.customer(CANARY, phone=f"{CANARY_NUMBER[:-1]}{number}")
        await self.shop.request(customer, channels=(Channel.SMS,))

    async def listen(self, *topics: str) -> None:
        async def create(tx: Any, caller: Any) -> object:
            url = self.receiver.url + CANARY
            return await create_subscription(tx, caller, url, list(topics), private=True)

        await self.shop.do(create)

    async def until(self, name: str, value: float, **labels: str) -> Numbers:
        """Wait until a number has come to a value, and return all as they are then."""
        async with asyncio.timeout(WAIT_S):
            while (numbers := await self._numbers()).get((name, frozenset(labels.items())), 0) < value:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        return numbers

    async def _numbers(self) -> Numbers:
        try:
            return await read_numbers(self.port)
        except httpx.TransportError:
            return {}  # it is starting


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with gateway_process() as gateway:
        yield gateway


@pytest.fixture
async def pool(fresh_dsn: str) -> AsyncIterator[Pool]:
    pool = await connect_pool(fresh_dsn, size=4)
    yield pool
    await pool.close()


@pytest.fixture
async def place(fresh_dsn: str, pool: Pool, tmp_path: Path, gateway: Gateway) -> AsyncIterator[Place]:
    shop = await make_shop(pool)
    with collecting.collecting() as collector:
        async with receiver.receiving() as listening:
            yield Place(fresh_dsn, tmp_path, shop, gateway, listening, collector, free_port())


def counted(numbers: Numbers, name: str) -> Mapping[tuple[str, ...], float]:
    """Return the counts of one name by the values of their labels, in the order of these labels' names."""
    return {
        tuple(value for _, value in sorted(labels)): count
        for (named, labels), count in numbers.items()
        if named == name
    }


def told(place: Place, name: str) -> list[tuple[collecting.Facts, bool]]:
    """Return what spans of a name say, in the order in which they began, and whether they are errors."""
    spans = [span for span in place.collector.every_span if span.name == name]
    spans.sort(key=lambda span: span.start_time_unix_nano)
    assert {span.parent_span_id for span in spans} == {b""}
    return [(collecting.facts(span), span.status.code == Status.STATUS_CODE_ERROR) for span in spans]


def sent(attempt: int, status: str, error: str | None = None) -> tuple[collecting.Facts, bool]:
    facts: collecting.Facts = {
        "kontor.message.channel": "SMS",
        "kontor.message.messenger": "http-sms",
        "kontor.message.attempt": attempt,
        "kontor.message.status": status,
    }
    return ({**facts, "error.type": error}, True) if error else (facts, False)


async def test_messages_are_told_by_what_became_of_them(place: Place) -> None:
    """Each attempt is a span; a message that is tried again is counted each time."""
    with sending_worker(place.dsn, place.home, **place.settings):
        await place.ask()
        await place.until("kontor_deliveries_total", 1, **SMS, status="SENT")
        place.gateway.behave(refuse=1)
        await place.ask()
        await place.until("kontor_deliveries_total", 1, **SMS, status="FAILED")
        place.gateway.behave(fail_after=1)
        await place.ask()
        await place.until("kontor_deliveries_total", 1, **SMS, status="UNKNOWN")
        place.gateway.behave(busy=1)
        await place.ask()
        await place.until("kontor_deliveries_total", 1, **SMS, status="RETRIED")
        place.gateway.behave()
        numbers = await place.until("kontor_deliveries_total", 2, **SMS, status="SENT")

    # The gateway may have been busy once more before it was told to be no longer.
    retries = int(number(numbers, "kontor_deliveries_total", **SMS, status="RETRIED"))
    assert counted(numbers, "kontor_deliveries_total") == {
        ("SMS", "http-sms", "SENT"): 2,
        ("SMS", "http-sms", "FAILED"): 1,
        ("SMS", "http-sms", "UNKNOWN"): 1,
        ("SMS", "http-sms", "RETRIED"): retries,
    }
    assert counted(numbers, "kontor_delivery_seconds_count") == {("SMS", "http-sms"): 4 + retries}
    assert counted(numbers, "kontor_database_up") == {(): 1}
    assert told(place, "send SMS") == [
        sent(1, "SENT"),
        sent(1, "FAILED", "ADDRESS_REFUSED"),
        sent(1, "UNKNOWN", "UNCLEAR"),
        *(sent(attempt, "QUEUED", "PROVIDER_BUSY") for attempt in range(1, retries + 1)),
        sent(retries + 1, "SENT"),
    ]
    assert {span.kind for span in place.collector.every_span} == {Span.SPAN_KIND_CLIENT}
    _tells_of_nobody(place, numbers)


async def test_events_are_told_by_what_became_of_them(place: Place) -> None:
    """Taken, given up by a receiver that is gone, and tried again."""
    with sending_worker(place.dsn, place.home, **place.settings):
        await place.listen("customer.created")
        await place.shop.customer(CANARY)
        await place.until("kontor_webhooks_total", 1, status="SENT")
        place.receiver.status = 410
        await place.listen("customer_group.created")
        await place.shop.group(CANARY)
        await place.until("kontor_webhooks_total", 1, status="FAILED")
        place.receiver.status = 500
        await place.shop.customer(CANARY)
        numbers = await place.until("kontor_webhooks_total", 1, status="RETRIED")

    assert counted(numbers, "kontor_webhooks_total") == {("SENT",): 1, ("RETRIED",): 1, ("FAILED",): 1}
    assert counted(numbers, "kontor_webhook_seconds_count") == {(): 3}
    posted = {"http.request.method": "POST", "kontor.webhook.attempt": 1}
    refused = {**posted, "error.type": "REFUSED"}
    # Five seconds later the last one is posted again, which a slow machine may see.
    assert told(place, "post webhook")[:3] == [
        ({**posted, "kontor.webhook.status": "SENT", "http.response.status_code": 200}, False),
        ({**refused, "kontor.webhook.status": "FAILED", "http.response.status_code": 410}, True),
        ({**refused, "kontor.webhook.status": "PENDING", "http.response.status_code": 500}, True),
    ]
    _tells_of_nobody(place, numbers)


async def test_jobs_and_rows_are_told_by_what_became_of_them(place: Place) -> None:
    desk = Desk(place.shop, Storage.at((place.home / "files").as_uri()))
    with sending_worker(place.dsn, place.home, **place.settings):
        file = f"Nachname;Handy\n{CANARY};0151 23456789\nHopper;0151 23456780\n;4,91512E+11\n"
        await desk.hand_in(file, error_policy=ErrorPolicy.REJECT_FAILED_ROWS)
        await place.until("kontor_jobs_total", 1, kind="IMPORT", outcome="SUCCEEDED_WITH_ERRORS")
        await desk.hand_in(CANARY)
        numbers = await place.until("kontor_jobs_total", 1, kind="IMPORT", outcome="FAILED")

    assert counted(numbers, "kontor_import_rows_total") == {
        ("created",): 2,
        ("updated",): 0,
        ("unchanged",): 0,
        ("skipped",): 0,
        ("rejected",): 1,
    }
    assert counted(numbers, "kontor_job_seconds_count") == {("IMPORT",): 2}
    done = {"kontor.job.kind": "IMPORT", "kontor.job.attempt": 1}
    assert told(place, "job IMPORT") == [
        ({**done, "kontor.job.outcome": "SUCCEEDED_WITH_ERRORS"}, False),
        ({**done, "kontor.job.outcome": "FAILED", "error.type": "header_not_found"}, True),
    ]
    _tells_of_nobody(place, numbers)


def _tells_of_nobody(place: Place, numbers: Numbers) -> None:
    shop = str(place.shop.caller.merchant_id)
    for secret in (CANARY, CANARY_NUMBER[:-1], "23456789", shop):
        assert [body for body in place.collector.bodies if secret.encode() in body] == []
        assert secret not in str(numbers)
