"""Where an export stands, as a command line tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from db.connect import Pool
from db.export_state import STATE
from db.reading import reading
from domain.ids import ExportId, MerchantId
from domain.jobs import JobStatus


@dataclass(frozen=True, slots=True)
class ExportState:
    """Rows so far, and in the end the key of the file, or why there is none: a text and its facts."""

    status: JobStatus
    done: int
    total: int | None
    storage_key: str | None
    failure: Mapping[str, Any] | None

    @property
    def is_over(self) -> bool:
        return self.status not in {JobStatus.PENDING, JobStatus.RUNNING}


async def export_state(pool: Pool, merchant_id: MerchantId, export_id: ExportId) -> ExportState:
    """Return where an export stands that is there."""
    async with reading(pool, merchant_id) as connection:
        row = await STATE.fetch_row(connection, merchant=merchant_id, export=export_id)
    assert row is not None
    return ExportState(
        status=JobStatus(row["status"]),
        done=row["progress_done"],
        total=row["progress_total"],
        storage_key=row["storage_key"],
        failure=orjson.loads(row["failure"]) if row["failure"] else None,
    )
