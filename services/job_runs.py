"""How a worker's time with a job has ended: as it knows itself, or else as the job's row says."""

from collections.abc import Mapping

from db import jobs
from db.connect import Connection, Pool
from db.imports import records
from db.writing import writing
from domain.jobs import ENDED, JobKind, JobStatus
from services.jobs import Claim
from services.witness import JobRun, RunOutcome


async def run_of(pool: Pool, claim: Claim, known: RunOutcome | None, seconds: float) -> JobRun:
    """Return what a worker came to that had a job for so long; `known` is None when its row tells."""
    job = {"merchant": claim.merchant_id, "job": claim.job_id, "attempt": claim.attempt}
    async with writing(pool, claim.merchant_id) as tx:
        row = await jobs.STANDS.fetch_row(tx, **job)
        stands = None if row is None else JobStatus(row["state"])
        if row is None or stands not in ENDED:
            return JobRun(claim.kind, claim.attempt, _unended(known, stands), None, seconds)
        rows = await _rows(tx, claim)
    return JobRun(claim.kind, claim.attempt, RunOutcome(row["state"]), row["failure"], seconds, rows)


def _unended(known: RunOutcome | None, stands: JobStatus | None) -> RunOutcome:
    """Return it for a job that goes on; `stands` is None when somebody else has claimed it since."""
    if known is RunOutcome.LOST and stands is not None:
        return RunOutcome.CANCELED  # in the middle of our step: the next claim finds nothing to do
    return known or RunOutcome.LEFT


async def _rows(tx: Connection, claim: Claim) -> Mapping[str, int]:
    """Return what became of an import's rows, unless it waits for a person."""
    if claim.kind is not JobKind.IMPORT:
        return {}
    import_ = {"merchant": claim.merchant_id, "import": claim.subject_id}
    row = await records.ENDED_COUNTS.fetch_row(tx, **import_)
    return {} if row is None else dict(row)
