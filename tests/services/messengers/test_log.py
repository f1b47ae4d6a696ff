"""Without a gateway messages go to the log, which tells neither what they say nor to whom."""

import logging

import pytest

from domain.customer import Channel
from services.delivery.messenger import Sent
from services.messengers.log import LogMessenger
from tests.services.messengers.outgoing import an_email


async def test_a_message_is_named_and_not_told(caplog: pytest.LogCaptureFixture) -> None:
    """By its reference; whoever may read it finds it in the outbox."""
    outgoing = an_email()
    messenger = LogMessenger(Channel.EMAIL)

    with caplog.at_level(logging.INFO, "kontor.messages"):
        sent = await messenger.send(outgoing)

    assert sent == Sent(None)
    assert caplog.messages == [f"EMAIL {outgoing.reference} would go out"]
