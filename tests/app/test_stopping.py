"""Signals end work politely first, then firmly, and never twice for one wish."""

import asyncio
import os
import signal

import pytest

from app.stopping import StopRequest, until_stopped


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_work_that_knows_how_to_finish_is_asked_to(number: signal.Signals) -> None:
    """It ends by itself, after what it had begun."""
    ends: list[str] = []

    async def work(stop: StopRequest) -> None:
        asked = asyncio.Event()
        stop.answer_with(asked.set)
        os.kill(os.getpid(), number)
        await asked.wait()
        ends.append("finished")

    await until_stopped(work)

    assert ends == ["finished"]


async def test_work_that_can_not_finish_is_broken_off_and_cleans_up() -> None:
    """Before it can answer, a signal cancels; that is no failure of the process."""
    ends: list[str] = []

    async def work(stop: StopRequest) -> None:
        del stop
        os.kill(os.getpid(), signal.SIGTERM)
        try:
            await asyncio.Event().wait()
        finally:
            ends.append("cleaned up")

    await until_stopped(work)

    assert ends == ["cleaned up"]


async def test_one_wish_that_arrives_twice_is_one_wish() -> None:
    """A process group and make both pass on the same Ctrl-C."""
    asked: list[str] = []

    async def work(stop: StopRequest) -> None:
        stop.answer_with(lambda: asked.append("finish"))
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(0.1)

    await until_stopped(work)

    assert asked == ["finish"]


async def test_a_second_wish_breaks_off() -> None:
    """Whoever presses Ctrl-C again does not want to wait."""
    broken_off: list[str] = []
    stop = StopRequest(lambda: broken_off.append("now"), same_wish_s=0.0)
    stop.answer_with(lambda: None)

    stop.arrive()
    assert broken_off == []
    stop.arrive()

    assert broken_off == ["now"]


async def test_a_failure_of_the_work_is_not_swallowed() -> None:
    """Only what a signal has ended counts as a good end."""

    async def work(stop: StopRequest) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await until_stopped(work)
