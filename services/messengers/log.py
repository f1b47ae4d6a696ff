"""Messages go to the log, without what they say or to whom: for whoever tries Kontor without a provider."""

import logging

from domain.customer import Channel
from services.delivery.messenger import Certainty, Outgoing, Sent

log = logging.getLogger("kontor.messages")


class LogMessenger:
    """Takes every message, and sends none; their texts can be read in the explorer."""

    name = "log"
    certainty = Certainty.IDEMPOTENT  # a line that stands there twice is still no message
    at_once = 64
    per_second = None

    def __init__(self, channel: Channel) -> None:
        self.channel = channel

    async def send(self, outgoing: Outgoing) -> Sent:
        log.info("%s %s would go out", outgoing.channel, outgoing.reference)
        return Sent(None)

    async def find(self, reference: str) -> Sent | None:
        raise AssertionError("an idempotent messenger is not asked")

    async def close(self) -> None:
        pass
