"""A plan is approved, if it still holds; then a worker does what it says."""

from typing import Any

from db.connect import Connection
from db.imports import decisions, staging
from domain.caller import Caller
from domain.errors import PlanChanged
from domain.ids import ImportId
from domain.jobs import JobKind, JobStatus
from services.imports.create import as_text
from services.imports.holding import hold_import, not_ready
from services.imports.judging import join_as_usual, judge_file_again
from services.imports.plan import has_moved_on, has_other_fields, make_plan
from services.imports.task import ImportFacts, facts_of
from services.jobs import enqueue

# So many rows are judged again while the caller waits; of more, the worker does it before it merges any.
_JUDGED_AT_ONCE = 20_000

_APPROVED = {
    JobStatus.PENDING,
    JobStatus.RUNNING,
    JobStatus.SUCCEEDED,
    JobStatus.SUCCEEDED_WITH_ERRORS,
}


async def commit_import(
    tx: Connection, caller: Caller, import_id: ImportId, plan_digest: str
) -> PlanChanged | None:
    """Have a plan carried out; return PlanChanged, at plan_digest, when it is not the present one.

    Returned and not raised, because the import then has a new plan, which is to stay. A plan that was
    approved before is approved. Errors: ImportNotFound and ImportNotReady at id.
    """
    held = await hold_import(tx, caller, import_id)
    if held["approved_digest"] == plan_digest and held["status"] in _APPROVED:
        return None
    if held["status"] != JobStatus.WAITING_FOR_USER:
        raise not_ready(held)
    facts = ImportFacts(**facts_of(held, caller.merchant_id, import_id, caller.address_key))
    if not await _holds(tx, facts, plan_digest):
        return PlanChanged(field=("plan_digest",))
    await decisions.APPROVE.execute(
        tx,
        **facts.named,
        digest=plan_digest,
        job=await enqueue(tx, caller.merchant_id, JobKind.IMPORT, import_id),
    )
    return None


async def _holds(tx: Connection, facts: ImportFacts, plan_digest: str) -> bool:
    """Tell whether this is the plan, and as far as it can be known at once, still is."""
    assert facts.plan is not None, "who waits has a plan"
    if facts.plan["digest"] != plan_digest:
        return False
    if not await has_moved_on(tx, facts):
        return True
    if await has_other_fields(tx, facts):
        await staging.CLEAR.execute(tx, **facts.named)  # the file is read again
        return True
    if facts.row_count > _JUDGED_AT_ONCE or not await staging.EXISTS.fetch_value(tx, **facts.named):
        return True
    return await _replanned(tx, facts) == plan_digest


async def _replanned(tx: Connection, facts: ImportFacts) -> str:
    """Make the plan again, and return its digest."""
    await judge_file_again(tx, facts)
    plan: Any = await make_plan(tx, facts)
    await decisions.REPLAN.execute(tx, **facts.named, plan=as_text(plan))
    # The answer is read in the same transaction, from small tables too.
    await join_as_usual(tx)
    digest: str = plan["digest"]
    return digest
