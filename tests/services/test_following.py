"""Who follows a job is told how it goes on: at once, at each change, each second, and at its end."""

import asyncio
import time
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest

from db.connect import Pool
from db.job_looks import LOOKS
from domain.errors import JobNotFound
from domain.ids import Kind, decode, new_id
from services.changes import Changes
from services.following import FollowedJob, Following, Moment
from tests.api.root_fields import SCHEMA
from tests.factories import Shop
from tests.streams.jobs import Job, make_job


@pytest.fixture
async def following(pool: Pool, dsn: str) -> AsyncIterator[Following]:
    """What a process has: one connection that hears of changes."""
    changes = Changes(dsn)
    yield Following(pool, changes)
    await changes.close()


@pytest.fixture
async def deaf(pool: Pool) -> AsyncIterator[Following]:
    """What a process has that hears of nothing, as behind a pooler."""
    changes = Changes("postgresql://nobody@127.0.0.1:1/nothing")
    yield Following(pool, changes)
    await changes.close()


@pytest.fixture
async def job(shop: Shop) -> Job:
    """An import of `shop` that nobody works on."""
    return await make_job(shop)


async def news(moments: AsyncIterator[Moment]) -> list[Moment]:
    """Return the moments that tell something, to the end."""
    return [moment async for moment in moments if moment is not Moment.QUIET]


def followed(job: Job) -> FollowedJob:
    subject = decode(job.id, Kind.IMPORT)
    assert subject is not None
    return FollowedJob(job.shop.caller.merchant_id, Kind.IMPORT, subject)


async def test_each_kind_of_job_can_be_looked_at() -> None:
    """A type that is a Job, and no look at it, would be followed in vain."""
    interface = SCHEMA.core.get_type("Job")

    possible = SCHEMA.core.get_possible_types(interface)  # type: ignore[arg-type]

    assert len(LOOKS) == len(possible)


async def test_the_present_state_comes_at_once_and_the_last_one_last(following: Following, job: Job) -> None:
    moments = following.moments(followed(job))
    first = await anext(moments)
    await asyncio.sleep(0.3)  # until changes are listened to

    begun = time.monotonic()
    await job.stands("SUCCEEDED", done=10)
    rest = await news(moments)

    assert [first, *rest] == [Moment.NEW, Moment.NEW]
    assert time.monotonic() - begun < 0.7  # heard of, not stumbled upon
    assert following.size == 0


async def test_what_is_not_heard_of_is_found(
    deaf: Following, job: Job, caplog: pytest.LogCaptureFixture
) -> None:
    """A hint may be missed; the rows are looked at all the same."""
    moments = deaf.moments(followed(job))
    await anext(moments)

    begun = time.monotonic()
    await job.stands("FAILED")
    rest = await news(moments)

    assert rest == [Moment.NEW]
    assert time.monotonic() - begun < 1.2
    assert "changes can't be heard" in caplog.text


async def test_who_comes_late_is_told_the_last_state(following: Following, job: Job) -> None:
    await job.stands("SUCCEEDED_WITH_ERRORS", done=10)

    first = [moment async for moment in following.moments(followed(job))]
    second = [moment async for moment in following.moments(followed(job))]

    assert first == second == [Moment.NEW]


async def test_a_job_that_waits_is_no_reason_to_speak(following: Following, job: Job) -> None:
    """It goes on when somebody has decided; until then there is time to ask who is still listening."""
    moments = following.moments(followed(job))
    await anext(moments)

    quiet = [await anext(moments), await anext(moments)]
    await job.stands("CANCELED", done=5)

    assert quiet == [Moment.QUIET, Moment.QUIET]
    assert await news(moments) == [Moment.NEW]


@pytest.mark.parametrize("status", ["PENDING", "RUNNING"])
async def test_an_active_job_gives_signs_of_life(following: Following, job: Job, status: str) -> None:
    """Each second, and no more than five times, whether or not it moves."""
    await job.stands(status, done=1)
    told: list[tuple[float, Moment]] = []
    async for moment in following.moments(followed(job)):
        told.append((time.monotonic(), moment))
        if told[-1][0] - told[0][0] > 3:
            break

    gaps = [later - earlier for (earlier, _), (later, _) in pairwise(told)]
    pulses = [at for at, moment in told if moment is Moment.PULSE]

    assert max(gaps) < 1
    assert max(late - early for early, late in pairwise(pulses)) < 1


async def test_a_job_that_changes_all_the_time_is_told_of_five_times_a_second(
    following: Following, job: Job
) -> None:
    """Whatever lies between is seen together."""
    moments = following.moments(followed(job))
    told = 0

    async def count() -> None:
        nonlocal told
        async for _ in moments:
            told += 1

    counting = asyncio.create_task(count())
    for done in range(60):
        await job.stands("RUNNING", done=done, total=100)
        await asyncio.sleep(0.02)
    await job.stands("CANCELED", done=60, total=100)
    begun = time.monotonic()
    await counting

    assert 3 <= told <= 15
    assert time.monotonic() - begun < 0.7


async def test_those_who_follow_the_same_job_share_the_looks_at_it(following: Following, job: Job) -> None:
    """And each of them is told of everything."""
    followers = [following.moments(followed(job)) for _ in range(10)]
    for follower in followers:
        await anext(follower)
    shared = following.size

    await job.stands("SUCCEEDED", done=10)
    rest = [await news(follower) for follower in followers]

    assert shared == 1
    assert rest == [[Moment.NEW]] * 10
    assert following.size == 0


async def test_who_is_slow_misses_states_but_not_the_last(following: Following, job: Job) -> None:
    moments = following.moments(followed(job))
    await anext(moments)

    for done in range(3):
        await job.stands("RUNNING", done=done)
        await asyncio.sleep(0.3)
    await job.stands("SUCCEEDED", done=10)
    await asyncio.sleep(0.3)
    rest = await news(moments)

    assert len(rest) == 1


async def test_undoing_an_import_is_followed_though_the_import_has_ended(
    following: Following, job: Job
) -> None:
    """Also while somebody still reads how it ended."""
    await job.stands("SUCCEEDED", done=10)
    slow = following.moments(followed(job))
    await anext(slow)

    await job.is_in("UNDOING")
    undoing = following.moments(followed(job))
    await anext(undoing)
    await job.is_in("UNDONE")
    rest = await news(undoing)

    assert rest[-1:] == [Moment.NEW]
    assert [moment async for moment in slow] == []


@pytest.mark.parametrize("whose", ["nobody", "another"])
async def test_what_is_no_job_of_the_merchant_is_not_found(
    following: Following, shop: Shop, other_shop: Shop, whose: str
) -> None:
    foreign = followed(await make_job(other_shop))
    subject = new_id() if whose == "nobody" else foreign.subject

    with pytest.raises(JobNotFound):
        await anext(following.moments(FollowedJob(shop.caller.merchant_id, Kind.IMPORT, subject)))

    assert following.size == 0


async def test_an_outage_is_waited_for(
    following: Following, pool: Pool, job: Job, caplog: pytest.LogCaptureFixture
) -> None:
    """Connections that were cut are made anew, also the one that hears of changes."""
    moments = following.moments(followed(job))
    await anext(moments)

    async with pool.acquire() as connection:
        await connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where application_name = 'kontor listener' and datname = current_database()"
        )
    await job.stands("SUCCEEDED", done=10)

    assert await news(moments) == [Moment.NEW]
