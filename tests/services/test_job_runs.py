"""What a worker says of its time with a job is what became of the job."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from db.connect import Pool
from db.writing import administering
from domain.customer import ErrorPolicy
from domain.jobs import JobKind
from services.imports.cancel import cancel_import
from services.imports.run import postpone_import, run_import
from services.job_runs import run_of
from services.jobs import Claim, LostClaim, claim_job
from services.storage import Storage
from services.witness import JobRun, RunOutcome
from tests.factories import SECRETS, Shop
from tests.services.imports.importing import Desk, forget_jobs

FILE = "Nachname;Handy\nLovelace;0151 23456789\nHopper;0151 23456780\n;4,91512E+11\n"
ROWS = {"created": 2, "updated": 0, "unchanged": 0, "skipped": 0, "rejected": 1}


@pytest.fixture
async def desk(shop: Shop, pool: Pool, tmp_path: Path) -> Desk:
    """A desk whose jobs nobody else has left behind."""
    await forget_jobs(pool)
    return Desk(shop, Storage.at(tmp_path.as_uri()))


async def claimed(desk: Desk, **options: Any) -> Claim:
    await desk.hand_in(FILE, error_policy=ErrorPolicy.REJECT_FAILED_ROWS, **options)
    return await desk.claim()


async def done(desk: Desk, claim: Claim) -> JobRun:
    """Do a job as a worker does, and return what is said of it."""
    known = None
    try:
        await run_import(desk.shop.pool, claim, desk.storage, SECRETS)
    except LostClaim:
        known = RunOutcome.LOST
    return await run_of(desk.shop.pool, claim, known, 1.5)


async def test_an_import_tells_what_became_of_its_rows(desk: Desk) -> None:
    run = await done(desk, await claimed(desk))

    assert run == JobRun(JobKind.IMPORT, 1, RunOutcome.SUCCEEDED_WITH_ERRORS, None, 1.5, ROWS)


async def test_a_plan_that_waits_for_a_person_has_no_rows_yet(desk: Desk) -> None:
    """The job is done; the import is not."""
    run = await done(desk, await claimed(desk, auto_commit=False))

    assert run == JobRun(JobKind.IMPORT, 1, RunOutcome.SUCCEEDED, None, 1.5)


async def test_what_has_failed_says_by_which_code(desk: Desk) -> None:
    await desk.hand_in("Nachname\n")

    run = await done(desk, await desk.claim())

    assert (run.outcome, run.failure) == (RunOutcome.FAILED, "file_empty")


async def test_what_is_called_off_counts_its_rows_once(desk: Desk) -> None:
    claim = await claimed(desk)
    await desk.shop.do(cancel_import, claim.subject_id)

    run = await done(desk, claim)

    assert (run.outcome, set(run.rows.values())) == (RunOutcome.CANCELED, {0})


async def test_what_is_left_to_a_later_claim_has_not_ended(desk: Desk) -> None:
    """Neither when it is put back, nor when somebody has it by then."""
    claim = await claimed(desk)
    await postpone_import(desk.shop.pool, claim, timedelta(0))
    put_back = await run_of(desk.shop.pool, claim, None, 1.5)
    again = await desk.claim()
    taken = await run_of(desk.shop.pool, claim, None, 1.5)

    assert again.attempt == 2
    assert put_back == taken == JobRun(JobKind.IMPORT, 1, RunOutcome.LEFT, None, 1.5)


async def test_who_was_taken_for_dead_has_lost_it(desk: Desk, pool: Pool) -> None:
    claim = await claimed(desk)
    async with administering(pool) as tx:
        await tx.execute("update job set lease_until = now() - interval '1 second'")
    await desk.claim()

    run = await done(desk, claim)

    assert run == JobRun(JobKind.IMPORT, 1, RunOutcome.LOST, None, 1.5)


async def test_what_was_broken_off_is_known_by_who_broke_off(desk: Desk) -> None:
    run = await run_of(desk.shop.pool, await claimed(desk), RunOutcome.BROKEN_OFF, 1.5)

    assert run == JobRun(JobKind.IMPORT, 1, RunOutcome.BROKEN_OFF, None, 1.5)


async def test_a_claim_takes_the_kinds_it_is_asked_for_and_no_other(desk: Desk) -> None:
    await desk.hand_in(FILE)

    others = await claim_job(desk.shop.pool, [JobKind.EXPORT, JobKind.BATCH])
    ours = await claim_job(desk.shop.pool, [JobKind.UNDO, JobKind.IMPORT])

    assert others is None
    assert ours is not None
    assert ours.kind is JobKind.IMPORT
