"""A loop that hands messages to a gateway and does nothing else: what the gateway and the machine allow."""

import asyncio
import time

import orjson

from services.messengers.http_client import HttpClient
from tests.gateways.gateway import Gateway

_MESSAGES = 5_000
# As many at the same time as a worker hands over.
_AT_ONCE = 32
_TEXT = "Verein: 25,00 €, Beleg K7QD-9MTX. Bezahlen: https://kontor.example/p/" + "x" * 22


async def messages_a_second(gateway: Gateway) -> float:
    """Return how many messages a gateway takes in a second."""
    client = HttpClient(gateway.setting(), {"Content-Type": "application/json"})
    numbers = iter(range(_MESSAGES))

    async def send() -> None:
        for number in numbers:
            message = {"to": f"+49151{number:08}", "channel": "SMS", "text": _TEXT}
            answer = await client.post(orjson.dumps(message), {"Idempotency-Key": f"bare-{number}"})
            assert answer.is_success

    begun = time.monotonic()
    await asyncio.gather(*(send() for _ in range(_AT_ONCE)))
    took_s = time.monotonic() - begun
    await client.close()
    return _MESSAGES / took_s
