"""What one makes another takes, and each hears of the other's end."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from services.handing_over import BrokenOff, hand_over


class Taker:
    """Takes pieces, in a task of its own, until there are no more or it has had enough."""

    def __init__(self, enough: int | None = None) -> None:
        self.taken: list[bytes] = []
        self.heard: BaseException | None = None
        self._enough = enough

    async def take(self, pieces: AsyncIterator[bytes]) -> None:
        try:
            async for piece in pieces:
                self.taken.append(piece)
                if len(self.taken) == self._enough:
                    raise ConnectionError("enough")
        except BrokenOff as heard:
            self.heard = heard
            raise


async def letters(text: str) -> AsyncIterator[bytes]:
    for letter in text:
        yield letter.encode()


async def test_all_pieces_arrive_in_their_order() -> None:
    taker = Taker()

    await hand_over(letters("abc"), taker.take)

    assert (taker.taken, taker.heard) == ([b"a", b"b", b"c"], None)


async def test_nothing_is_a_file_too() -> None:
    taker = Taker()

    await hand_over(letters(""), taker.take)

    assert (taker.taken, taker.heard) == ([], None)


async def test_who_can_make_no_more_tells_the_taker() -> None:
    """The error is the maker's own, and the taker has ended by then."""
    taker = Taker()

    async def breaking_off() -> AsyncIterator[bytes]:
        yield b"a"
        raise KeyError("b")

    with pytest.raises(KeyError, match="b"):
        await hand_over(breaking_off(), taker.take)

    assert isinstance(taker.heard, BrokenOff)


async def test_a_taker_that_fails_ends_the_making() -> None:
    """However much there is still to be made."""
    taker = Taker(enough=2)

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x"

    with pytest.raises(ConnectionError, match="enough"):
        await hand_over(endless(), taker.take)

    assert taker.taken == [b"x", b"x"]


async def test_who_is_cancelled_tells_the_taker_and_makes_no_more() -> None:
    taker = Taker()
    waiting = asyncio.Event()
    made = []

    async def waiting_for_ever() -> AsyncIterator[bytes]:
        yield b"a"
        waiting.set()
        try:
            await asyncio.Event().wait()
        finally:
            made.append("ended")
        yield b"b"

    handing = asyncio.create_task(hand_over(waiting_for_ever(), taker.take))
    await waiting.wait()
    handing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await handing

    assert isinstance(taker.heard, BrokenOff)
    assert made == ["ended"]
