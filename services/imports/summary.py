"""What an import has come to so far, and what was found first: as a command line tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from db.connect import Pool
from db.imports import summary
from db.reading import reading
from domain.ids import ImportId, MerchantId
from domain.issues import Issue
from domain.jobs import ImportPhase, JobStatus

_COUNTED = ("created", "updated", "unchanged", "skipped", "rejected", "warnings")


@dataclass(frozen=True, slots=True)
class ImportState:
    """Where an import stands. `counts` are those of its plan while it waits; `failure` has text and facts."""

    status: JobStatus
    phase: ImportPhase
    done: int
    total: int | None
    counts: Mapping[str, int]
    failure: Mapping[str, Any] | None

    @property
    def is_over(self) -> bool:
        """Whether nothing happens any more until somebody says so."""
        return self.status not in {JobStatus.PENDING, JobStatus.RUNNING}


async def import_state(pool: Pool, merchant_id: MerchantId, import_id: ImportId) -> ImportState:
    """Return where an import stands that is there."""
    async with reading(pool, merchant_id) as connection:
        row = await summary.STATE.fetch_row(connection, **_named(merchant_id, import_id))
    assert row is not None
    status = JobStatus(row["status"])
    counts = {"rows": row["row_count"], **{name: row[name] for name in _COUNTED}}
    if status is JobStatus.WAITING_FOR_USER:
        counts = orjson.loads(row["plan"])["counts"]
    return ImportState(
        status=status,
        phase=ImportPhase(row["phase"]),
        done=row["progress_done"],
        total=row["progress_total"],
        counts=counts,
        failure=orjson.loads(row["failure"]) if row["failure"] else None,
    )


async def first_issues(
    pool: Pool, merchant_id: MerchantId, import_id: ImportId, at_most: int
) -> tuple[list[Issue], int]:
    """Return the first issues in the order of the file, and how many there are."""
    named = _named(merchant_id, import_id)
    async with reading(pool, merchant_id) as connection:
        rows = await summary.FIRST_ISSUES.fetch(connection, **named, at_most=at_most)
        count: int = await summary.ISSUE_COUNT.fetch_value(connection, **named)
    return [Issue.from_stored({**row, "facts": orjson.loads(row["facts"])}) for row in rows], count


def _named(merchant_id: MerchantId, import_id: ImportId) -> dict[str, Any]:
    return {"merchant": merchant_id, "import": import_id}
