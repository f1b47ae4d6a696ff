"""A messenger that fails by a bug of its own leaves a message unclear, and says nothing about anybody."""

import logging

import pytest

from domain.customer import Channel
from domain.delivery import DeliveryStatus
from services.delivery.attempt import attempt
from services.delivery.messenger import Certainty, Outgoing, Sent
from tests.services.delivery.post_office import PostOffice
from tests.services.delivery.sending import ADDRESSES


class Broken:
    """A messenger with a bug."""

    name = "broken"
    channel = Channel.SMS
    at_once = 1
    per_second = None

    def __init__(self, certainty: Certainty) -> None:
        self.certainty = certainty

    async def send(self, outgoing: Outgoing) -> Sent:
        raise KeyError(outgoing.address)

    async def find(self, reference: str) -> Sent | None:
        raise KeyError(reference)

    async def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("certainty", "status"),
    [
        (Certainty.IDEMPOTENT, DeliveryStatus.SENDING),
        (Certainty.ASKABLE, DeliveryStatus.SENDING),
        (Certainty.NEITHER, DeliveryStatus.UNKNOWN),
    ],
)
async def test_a_bug_of_a_messenger_leaves_the_message_unclear(
    office: PostOffice, caplog: pytest.LogCaptureFixture, certainty: Certainty, status: DeliveryStatus
) -> None:
    await office.outbox.ask()
    (claimed,) = (await office.claim(1, Broken(certainty))).claimed

    with caplog.at_level(logging.ERROR):
        outcome = await attempt(Broken(certainty), claimed)

    assert outcome.status is status
    assert "KeyError" in caplog.text
    assert ADDRESSES[Channel.SMS] not in caplog.text
