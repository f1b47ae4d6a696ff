"""A claimed import goes on from where it stands to its end, through all phases in one go."""

from datetime import timedelta

import orjson

from db.connect import Pool
from db.imports import issues, records, staging
from domain.customer import ErrorPolicy
from domain.errors import Failure, ImportBrokenOff, RowsRejected
from domain.jobs import ImportPhase, JobStatus, attempts_allowed
from services.imports.judging import judge_file
from services.imports.merging import merge_staged
from services.imports.staging import stage_file
from services.imports.task import ImportTask, begin_task
from services.jobs import Claim, holding, release, settle
from services.storage import Storage


async def run_import(pool: Pool, claim: Claim, storage: Storage) -> None:
    """Read the stored file, judge its rows, merge what can be taken; a file that can't be read has failed.

    Errors: LostClaim, when another worker goes on with it.
    """
    try:
        async with holding(pool, claim) as tx:
            task = await begin_task(tx, claim)
        if claim.attempt > attempts_allowed(claim.kind):
            raise ImportBrokenOff
        if not await _is_judged(pool, task):
            task, rows = await stage_file(pool, storage, task)
            async with holding(pool, claim) as tx:
                await judge_file(tx, task, rows)
        # The plan of an import, and the wait for its approval, belong here.
        await _require_all(pool, task)
        await merge_staged(pool, task)
        await _finish(pool, task)
    except Failure as failure:
        await _fail(pool, claim, failure)


async def postpone_import(pool: Pool, claim: Claim, pause: timedelta) -> None:
    """Leave an import to the next claim, where it stands."""
    async with holding(pool, claim) as tx:
        await records.POSTPONE.execute(tx, **_named(claim))
        await release(tx, claim, pause)


async def _is_judged(pool: Pool, task: ImportTask) -> bool:
    """Whether there is nothing left to do but to merge; a crash of Postgres forgets what was staged."""
    if task.phase not in {ImportPhase.VALIDATED, ImportPhase.COMMITTING}:
        return False
    async with holding(pool, task.claim) as tx:
        staged: bool = await staging.EXISTS.fetch_value(tx, **task.named)
    return staged


async def _require_all(pool: Pool, task: ImportTask) -> None:
    """Raise RowsRejected when some rows can't be taken and the caller wants all or none."""
    if task.options.error_policy is not ErrorPolicy.REJECT_EVERYTHING or task.settled:
        return
    async with holding(pool, task.claim) as tx:
        counts = await records.COUNTS.fetch_row(tx, **task.named)
    assert counts is not None
    if counts["rejected"]:
        raise RowsRejected(rejected=counts["rejected"], rows=counts["row_count"])


async def _finish(pool: Pool, task: ImportTask) -> None:
    async with holding(pool, task.claim) as tx:
        await issues.TALLY.execute(tx, **task.named)
        counts = await records.COUNTS.fetch_row(tx, **task.named)
        assert counts is not None
        *outcomes, rows = counts.values()
        assert sum(outcomes) == rows, f"every row has one outcome: {dict(counts)}"
        status = JobStatus.SUCCEEDED_WITH_ERRORS if counts["rejected"] else JobStatus.SUCCEEDED
        await records.COMMITTED.execute(tx, **task.named, new_status=status.value)
        await staging.CLEAR.execute(tx, **task.named)
        await settle(tx, task.claim, status)


async def _fail(pool: Pool, claim: Claim, failure: Failure) -> None:
    """End an import that can't be done, with what its readers are told in their languages."""
    told = {"code": failure.user_error, "text": failure.code, "facts": failure.facts}
    async with holding(pool, claim) as tx:
        await issues.TALLY.execute(tx, **_named(claim))
        await records.FAILED.execute(tx, **_named(claim), new_failure=orjson.dumps(told).decode())
        await staging.CLEAR.execute(tx, **_named(claim))
        await settle(tx, claim, JobStatus.FAILED, failure.code)


def _named(claim: Claim) -> dict[str, object]:
    return {"merchant": claim.merchant_id, "import": claim.subject_id}
