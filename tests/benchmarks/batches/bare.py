"""A loop that hands messages to a gateway and does nothing else: what the gateway and the machine allow."""

import asyncio
import time

import httpx

from tests.gateways.gateway import Gateway

_MESSAGES = 5_000
# As many at the same time as a worker hands over.
_AT_ONCE = 32
_TEXT = "Verein: 25,00 €, Beleg K7QD-9MTX. Bezahlen: https://kontor.example/p/" + "x" * 22


async def messages_a_second(gateway: Gateway) -> float:
    """Return how many messages a gateway takes in a second."""
    url, numbers = gateway.setting(), iter(range(_MESSAGES))
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=_AT_ONCE)) as client:

        async def send() -> None:
            for number in numbers:
                message = {"to": f"+49151{number:08}", "channel": "SMS", "text": _TEXT}
                headers = {"Idempotency-Key": f"bare-{number}"}
                (await client.post(url, json=message, headers=headers)).raise_for_status()

        begun = time.monotonic()
        await asyncio.gather(*(send() for _ in range(_AT_ONCE)))
        return _MESSAGES / (time.monotonic() - begun)
