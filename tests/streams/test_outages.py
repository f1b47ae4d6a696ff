"""A database that is away for a moment costs a subscription events, and not its life."""

import asyncio
from collections.abc import AsyncGenerator

import asyncpg
import pytest

from app.graphql.engine import Engine
from app.graphql.subscriptions import CutOff
from tests.factories import Shop
from tests.streams.conftest import Server
from tests.streams.jobs import Job
from tests.streams.own_engine import Keeper, surroundings
from tests.streams.talk import FOLLOW

OUTAGES = [ConnectionRefusedError(), asyncpg.CannotConnectNowError(), asyncpg.ConnectionDoesNotExistError()]


def following(server: Server, shop: Shop, job: Job, keeper: Keeper) -> AsyncGenerator[bytes, None]:
    return Engine().results(FOLLOW, None, {"id": job.id}, surroundings(server, shop), keeper)


@pytest.mark.parametrize("outage", OUTAGES, ids=lambda error: type(error).__name__)
async def test_what_was_missed_is_read_once_the_database_is_back(
    server: Server, shop: Shop, job: Job, outage: Exception
) -> None:
    """Though nothing has changed since then."""
    keeper = Keeper(shop.caller)
    events = following(server, shop, job, keeper)
    await anext(events)

    keeper.in_the_way = outage
    await job.stands("WAITING_FOR_USER", done=5)
    upcoming = asyncio.ensure_future(anext(events))
    await asyncio.wait({upcoming}, timeout=1.2)
    assert not upcoming.done()
    keeper.in_the_way = None

    assert b'"done":5' in await upcoming
    await events.aclose()


async def test_a_last_state_that_can_not_be_read_is_an_error(server: Server, shop: Shop, job: Job) -> None:
    """An end without a word would look like success."""
    keeper = Keeper(shop.caller)
    events = following(server, shop, job, keeper)
    await anext(events)

    keeper.in_the_way = ConnectionRefusedError()
    await job.stands("SUCCEEDED", done=10)

    with pytest.raises(CutOff) as cut_off:
        await anext(events)
    assert cut_off.value.errors[0]["extensions"]["code"] == "SERVICE_UNAVAILABLE"


async def test_what_is_no_outage_ends_it_at_once(server: Server, shop: Shop, job: Job) -> None:
    """A statement that takes too long would do so again and again."""
    keeper = Keeper(shop.caller)
    events = following(server, shop, job, keeper)
    await anext(events)

    keeper.in_the_way = asyncpg.QueryCanceledError()

    with pytest.raises(CutOff):
        await anext(events)


async def test_rows_that_changed_meanwhile_are_told_once_the_database_is_back(
    server: Server, shop: Shop
) -> None:
    """Each of them, though nothing has changed since then."""
    keeper = Keeper(shop.caller)
    query = "subscription { paymentRecorded { amount { amount } } }"
    events = Engine().results(query, None, {}, surroundings(server, shop), keeper)
    upcoming = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0.3)

    keeper.in_the_way = ConnectionRefusedError()
    for amount in ("1.00", "2.00"):
        await shop.payment(amount)
    await asyncio.wait({upcoming}, timeout=1.2)
    assert not upcoming.done()
    keeper.in_the_way = None

    assert [b'"1.00"' in await upcoming, b'"2.00"' in await anext(events)] == [True, True]
    await events.aclose()
