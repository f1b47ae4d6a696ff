"""Pieces pass from the task that makes them to a library that takes them, and so does the news of their end.

A library that drives an iterator by itself goes on with it when its caller is cancelled, and calls it from
tasks of its own. Here whoever makes the pieces stays in the caller's task, and ends with it.
"""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable
from typing import Any, TypeAlias


class BrokenOff(Exception):
    """What the taker hears when no more is coming, though it was not all."""


# Where one piece lies at a time; None comes after the last.
Counter: TypeAlias = "asyncio.Queue[bytes | BrokenOff | None]"


async def hand_over(
    pieces: AsyncIterable[bytes], take: Callable[[AsyncIterator[bytes]], Awaitable[object]]
) -> None:
    """Have all pieces taken; when one can't be made, the taker hears of it and has ended when this raises.

    Errors: those of `pieces`; those of `take`, as soon as it has failed.
    """
    counter: Counter = asyncio.Queue(maxsize=1)
    taking = asyncio.ensure_future(take(_taken_from(counter)))
    try:
        async for piece in pieces:
            await _put(counter, piece, taking)
        await _put(counter, None, taking)
        await asyncio.shield(taking)
    except BaseException:
        if not taking.done():
            await _break_off(counter, taking)
        raise


async def _taken_from(counter: Counter) -> AsyncIterator[bytes]:
    while (given := await counter.get()) is not None:
        if isinstance(given, BrokenOff):
            raise given
        yield given


async def _put(counter: Counter, piece: bytes | None, taking: asyncio.Future[Any]) -> None:
    if taking.done():
        await taking  # it has failed, since there is more to come
    if not counter.full():
        counter.put_nowait(piece)
        return
    putting: asyncio.Future[Any] = asyncio.ensure_future(counter.put(piece))
    try:
        await asyncio.wait({putting, taking}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        putting.cancel()
    if taking.done():
        await taking


async def _break_off(counter: Counter, taking: asyncio.Future[Any]) -> None:
    """Let the taker hear of the end in place of what it has not taken yet, and wait for it."""
    while not counter.empty():
        counter.get_nowait()
    counter.put_nowait(BrokenOff())
    await asyncio.wait({taking})
    taking.exception()  # it is BrokenOff, or what matters no more
