"""How a worker's time with a job has ended: as it knows itself, or else as the job's row says."""

from collections.abc import Mapping

from db import jobs
from db.connect import Connection, Pool, Record
from db.imports import records
from db.writing import writing
from domain.jobs import ENDED, JobKind, JobStatus
from services.jobs import Claim
from services.witness import JobRun, RunOutcome


async def run_of(pool: Pool, claim: Claim, known: RunOutcome | None, seconds: float) -> JobRun:
    """Return what a worker came to that had a job for so long; `known` is None when its row tells."""
    async with writing(pool, claim.merchant_id) as tx:
        row = await jobs.STANDS.fetch_row(tx, **_job(claim))
        outcome = _outcome(known, row)
        failure = row["failure"] if row is not None and outcome is RunOutcome.FAILED else None
        rows = await _rows(tx, claim) if claim.kind is JobKind.IMPORT and outcome in _FINAL else {}
    return JobRun(claim.kind, claim.attempt, outcome, failure, seconds, rows)


_FINAL = {RunOutcome(status.value) for status in ENDED}


def _outcome(known: RunOutcome | None, row: Record | None) -> RunOutcome:
    status = None if row is None else JobStatus(row["state"])
    if status in ENDED:
        return RunOutcome(status.value)
    return known or RunOutcome.LEFT


async def _rows(tx: Connection, claim: Claim) -> Mapping[str, int]:
    """Return what became of an import's rows, once it is over and doesn't wait for a person."""
    import_ = {"merchant": claim.merchant_id, "import": claim.subject_id}
    row = await records.ENDED_COUNTS.fetch_row(tx, **import_)
    return {} if row is None else dict(row)


def _job(claim: Claim) -> dict[str, object]:
    return {"merchant": claim.merchant_id, "job": claim.job_id, "attempt": claim.attempt}
