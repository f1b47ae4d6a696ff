"""A claimed import goes on from where it stands: to its plan, and once that is approved, to its end."""

from datetime import timedelta

import orjson

from db.connect import Connection, Pool
from db.errors import Raced
from db.imports import issues, records, staging
from domain.customer import ErrorPolicy
from domain.errors import Failure, ImportBrokenOff, RowsRejected
from domain.jobs import ImportPhase, JobStatus
from services.imports.columns import make_fields
from services.imports.judging import judge_file_again
from services.imports.judging_by_ranges import compare_staged, judge_staged, plan_compared
from services.imports.merging import merge_staged
from services.imports.plan import Plan, has_moved_on, has_other_fields, make_plan
from services.imports.staging import stage_file
from services.imports.task import ImportTask, begin_task, step
from services.jobs import Claim, holding, release, settle
from services.keyed_secrets import KeyedSecrets
from services.statistics import keep_statistics
from services.storage import Storage

_JUDGED = {ImportPhase.VALIDATED, ImportPhase.COMMITTING}


async def run_import(pool: Pool, claim: Claim, storage: Storage, secrets: KeyedSecrets) -> None:
    """Take an import on from where it stands: to its plan, and when that is approved, to its end.

    A file that can't be read has failed. Errors: LostClaim, when another worker goes on with it, or nobody
    any more.
    """
    try:
        async with holding(pool, claim) as tx:
            task = await begin_task(tx, claim, secrets)
        if task is None:
            return
        if claim.is_hopeless:
            raise ImportBrokenOff
        task, is_approved = await _prepared(pool, storage, task)
        if is_approved:
            await _make_fields(pool, task)
            await merge_staged(pool, task)
            await _finish(pool, task)
    except Failure as failure:
        await _fail(pool, claim, failure)


async def postpone_import(pool: Pool, claim: Claim, pause: timedelta) -> None:
    """Leave an import to the next claim, where it stands."""
    async with holding(pool, claim) as tx:
        await step(tx, claim, records.POSTPONE)
        await release(tx, claim, pause)


async def _prepared(pool: Pool, storage: Storage, task: ImportTask) -> tuple[ImportTask, bool]:
    """Have all rows judged; tell whether they are to be merged, or else wait for a person.

    Errors: those of stage_file; RowsRejected.
    """
    if await _is_judged(pool, task):
        return task, await _is_still_approved(pool, task)
    task, rows = await stage_file(pool, storage, task)
    await keep_statistics(pool)
    await judge_staged(pool, task, rows)
    if await _goes_on_at_once(pool, task):
        return task, True
    blocked = await compare_staged(pool, task)
    async with holding(pool, task.claim) as tx:
        await step(tx, task.claim, records.VALIDATED)
        return task, await _is_approved(tx, task, await plan_compared(tx, task, blocked))


async def _goes_on_at_once(pool: Pool, task: ImportTask) -> bool:
    """Tell whether judged rows are merged without a plan. Errors: RowsRejected, and then they stay judged."""
    async with holding(pool, task.claim) as tx:
        await issues.TALLY.execute(tx, **task.named)
        refusal = await _refusal(tx, task)
        if refusal is not None or task.needs_no_approval:
            await step(tx, task.claim, records.VALIDATED)
    # What was found is kept: it tells what to put right.
    if refusal is not None:
        raise refusal
    return task.needs_no_approval


async def _is_still_approved(pool: Pool, task: ImportTask) -> bool:
    """Tell whether judged rows are to be merged; judge them again when the customers have changed since."""
    async with holding(pool, task.claim) as tx:
        if goes_on := task.needs_no_approval or not await has_moved_on(tx, task):
            refusal = await _refusal(tx, task)
        else:
            await judge_file_again(tx, task)
            refusal = await _refusal(tx, task)
            goes_on = refusal is None and await _is_approved(tx, task, await make_plan(tx, task))
    if refusal is not None:
        raise refusal
    return goes_on


async def _is_approved(tx: Connection, task: ImportTask, plan: Plan) -> bool:
    """Keep the plan and tell whether it is the one that is approved; if not, the import waits."""
    await step(tx, task.claim, records.PLANNED, plan=orjson.dumps(plan).decode())
    if plan["digest"] == task.approved_digest:
        return True
    await step(tx, task.claim, records.WAITING)
    await settle(tx, task.claim, JobStatus.SUCCEEDED)
    return False


async def _make_fields(pool: Pool, task: ImportTask) -> None:
    """Make the custom fields that columns become. Errors: Raced, and then the file is to be read again."""
    async with holding(pool, task.claim) as tx:
        are_there = await make_fields(tx, task)
        if not are_there:
            await staging.CLEAR.execute(tx, **task.named)
    if not are_there:
        raise Raced


async def _is_judged(pool: Pool, task: ImportTask) -> bool:
    """Whether there is nothing left to do but to merge; a crash of Postgres forgets what was staged."""
    if task.phase not in _JUDGED:
        return False
    async with holding(pool, task.claim) as tx:
        staged: bool = await staging.EXISTS.fetch_value(tx, **task.named)
        # Read for other custom fields, cells may mean something else.
        is_outdated = task.plan is not None and not task.settled and await has_other_fields(tx, task)
    return staged and not is_outdated


async def _refusal(tx: Connection, task: ImportTask) -> RowsRejected | None:
    """Return why nothing is merged, when some rows can't be taken and the caller wants all or none."""
    if task.options.error_policy is not ErrorPolicy.REJECT_EVERYTHING or task.settled:
        return None
    counts = await records.COUNTS.fetch_row(tx, **task.named)
    assert counts is not None
    if not counts["rejected"]:
        return None
    return RowsRejected(rejected=counts["rejected"], rows=counts["row_count"])


async def _finish(pool: Pool, task: ImportTask) -> None:
    async with holding(pool, task.claim) as tx:
        await issues.TALLY.execute(tx, **task.named)
        counts = await records.COUNTS.fetch_row(tx, **task.named)
        assert counts is not None
        *outcomes, rows = counts.values()
        assert sum(outcomes) == rows, f"every row has one outcome: {dict(counts)}"
        status = JobStatus.SUCCEEDED_WITH_ERRORS if counts["rejected"] else JobStatus.SUCCEEDED
        await step(tx, task.claim, records.COMMITTED, new_status=status.value)
        await staging.CLEAR.execute(tx, **task.named)
        await settle(tx, task.claim, status)


async def _fail(pool: Pool, claim: Claim, failure: Failure) -> None:
    """End an import that can't be done, with what its readers are told in their languages."""
    told = {"code": failure.user_error, "text": failure.code, "facts": failure.facts}
    async with holding(pool, claim) as tx:
        await issues.TALLY.execute(tx, **_named(claim))
        await step(tx, claim, records.FAILED, new_failure=orjson.dumps(told).decode())
        # Judged rows can be shown; of others, it is not known what they would have done.
        if await records.PHASE.fetch_value(tx, **_named(claim)) not in _JUDGED:
            await staging.CLEAR.execute(tx, **_named(claim))
        await settle(tx, claim, JobStatus.FAILED, failure.code)


def _named(claim: Claim) -> dict[str, object]:
    return {"merchant": claim.merchant_id, "import": claim.subject_id}
