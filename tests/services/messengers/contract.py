"""What every messenger keeps to, whoever carries its messages: a new one inherits these tests.

A subclass gives the fixture `far_side`; see test_contract.py.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

import pytest

from domain.ids import new_id
from services.delivery.messenger import (
    Busy,
    Certainty,
    Messenger,
    NotSent,
    Outgoing,
    Refused,
    Unclear,
    Unreachable,
)


class Fault(Enum):
    """How the far side fails."""

    REFUSES = auto()  # this message, for good
    IS_BUSY = auto()  # takes nothing now
    LOSES_ANSWER = auto()  # takes the message, and hangs up


@dataclass(frozen=True, slots=True)
class FarSide:
    """Who takes messages from a messenger in a test.

    `fail` has it fail from now on, or no more with None. `taken` tells the text of each message that it
    took, as often as it took it.
    """

    messenger: Messenger
    message: Callable[[], Outgoing]
    fail: Callable[[Fault | None], None]
    taken: Callable[[], Sequence[str]]


class MessengerContract:
    """The tests."""

    @pytest.fixture
    def far_side(self) -> FarSide:
        raise NotImplementedError("whoever inherits the contract gives a far side")

    async def test_a_message_is_taken_as_it_is(self, far_side: FarSide) -> None:
        """Its text arrives, sign for sign."""
        outgoing = _saying(far_side, "Grüße, 12,50 € 🥐\nhttps://pay.example/p/abc")

        await far_side.messenger.send(outgoing)

        assert far_side.taken() == [outgoing.text]

    async def test_messages_go_out_side_by_side(self, far_side: FarSide) -> None:
        """As many as it says, each once."""
        outgoing = [_saying(far_side, f"Nr. {number}") for number in range(2 * far_side.messenger.at_once)]

        await asyncio.gather(*map(far_side.messenger.send, outgoing))

        assert sorted(far_side.taken()) == sorted(message.text for message in outgoing)

    async def test_what_is_refused_is_refused_alone(self, far_side: FarSide) -> None:
        """The next one goes out."""
        far_side.fail(Fault.REFUSES)
        with pytest.raises(Refused):
            await far_side.messenger.send(_saying(far_side, "no"))
        far_side.fail(None)
        await far_side.messenger.send(_saying(far_side, "yes"))

        assert far_side.taken() == ["yes"]

    async def test_who_is_busy_has_taken_nothing(self, far_side: FarSide) -> None:
        """So the same message can go out later."""
        outgoing = _saying(far_side, "later")
        far_side.fail(Fault.IS_BUSY)
        with pytest.raises((Busy, Unreachable)):
            await far_side.messenger.send(outgoing)
        far_side.fail(None)
        await far_side.messenger.send(outgoing)

        assert far_side.taken() == ["later"]

    async def test_its_certainty_is_true(self, far_side: FarSide) -> None:
        """When the answer is lost, it knows as much as it says it does, and no message goes out twice."""
        messenger, outgoing = far_side.messenger, _saying(far_side, "once")
        far_side.fail(Fault.LOSES_ANSWER)
        with pytest.raises(Unclear):
            await messenger.send(outgoing)
        far_side.fail(None)

        match messenger.certainty:
            case Certainty.IDEMPOTENT:
                await messenger.send(outgoing)
            case Certainty.ASKABLE:
                assert await messenger.find(outgoing.reference) is not None
                assert await messenger.find(str(new_id())) is None
            case Certainty.NEITHER:
                pass  # nobody asks it, or sends the message again
        assert far_side.taken() == ["once"]

    @pytest.mark.parametrize("fault", list(Fault))
    async def test_neither_address_nor_text_get_into_errors_or_the_log(
        self, far_side: FarSide, fault: Fault, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Both are personal, and logs are read by others."""
        outgoing = _saying(far_side, "geheim")
        far_side.fail(fault)
        with caplog.at_level(logging.DEBUG, "kontor"), pytest.raises(NotSent) as raised:
            await far_side.messenger.send(outgoing)

        told = caplog.text + repr(raised.value) + repr(raised.value.__cause__)
        assert not any(secret in told for secret in (outgoing.address, outgoing.text))

    async def test_it_says_what_the_worker_must_know(self, far_side: FarSide) -> None:
        """A name that fits a column, and how many messages it takes at once."""
        messenger = far_side.messenger

        assert 0 < len(messenger.name) <= 50
        assert messenger.channel is far_side.message().channel
        assert messenger.at_once > 0
        assert messenger.per_second is None or messenger.per_second > 0


def _saying(far_side: FarSide, text: str) -> Outgoing:
    return replace(far_side.message(), text=text)
