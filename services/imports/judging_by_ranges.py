"""A file is judged range by range, each in a transaction of its own: progress is seen, and survives."""

from collections import Counter
from typing import Any

import orjson

from db.connect import Connection, Pool
from db.imports import records
from db.statistics import FORGET_PLANS
from services.imports.judging import judge_rows, next_rows, take_out_duplicates
from services.imports.plan import Plan, compare, finish_plan, present_base
from services.imports.task import ImportTask, step
from services.jobs import holding, went_on

# What is judged in one transaction: small enough that progress is seen every second.
RANGE_ROWS = 10_000


async def judge_staged(pool: Pool, task: ImportTask, rows: int) -> None:
    """Judge all staged rows, of which there are `rows`, from where an earlier claim stopped.

    Errors: LostClaim.
    """
    judged: int | None = await _judged_before(pool, task, rows)
    while judged is not None:
        judged = await _judge_range(pool, task, judged)


async def compare_staged(pool: Pool, task: ImportTask) -> Counter[str]:
    """Compare all judged rows, as services.imports.plan.compare does; those of an earlier claim, once more.

    Errors: LostClaim.
    """
    blocked: Counter[str] = Counter()
    above: int | None = 0
    while above is not None:
        above = await _compare_range(pool, task, above, blocked)
    return blocked


async def plan_compared(tx: Connection, task: ImportTask, blocked: Counter[str]) -> Plan:
    """Return the plan of rows that are judged and compared; it holds for what was there when that began."""
    row = await records.JUDGED_SO_FAR.fetch_row(tx, **task.named)
    assert row is not None
    base: dict[str, Any] = orjson.loads(row["judged_base"])
    return await finish_plan(tx, task, base, blocked)


async def _judged_before(pool: Pool, task: ImportTask, rows: int) -> int:
    """Return the last row that is judged; if there is none, have the duplicates taken out."""
    async with holding(pool, task.claim) as tx:
        row = await records.JUDGED_SO_FAR.fetch_row(tx, **task.named)
        assert row is not None
        if row["judged_row"] is not None:
            judged: int = row["judged_row"]
            return judged
        base = orjson.dumps(await present_base(tx, task)).decode()
        await take_out_duplicates(tx, task)
        await step(tx, task.claim, records.JUDGING, rows=rows, base=base, steps=task.steps)
        await went_on(tx, task.claim)
    return 0


async def _judge_range(pool: Pool, task: ImportTask, above: int) -> int | None:
    """Judge the next rows above a row and return the last one; None when there are none."""
    async with holding(pool, task.claim) as tx:
        rows = await next_rows(tx, task, above, RANGE_ROWS)
        if rows is None:
            return None
        await tx.execute(FORGET_PLANS)  # they may have been made for hardly any customers
        await judge_rows(tx, task, rows)
        await step(tx, task.claim, records.JUDGED, up_to=rows.up_to, size=RANGE_ROWS)
        await went_on(tx, task.claim)
    return rows.up_to


async def _compare_range(pool: Pool, task: ImportTask, above: int, blocked: Counter[str]) -> int | None:
    async with holding(pool, task.claim) as tx:
        rows = await next_rows(tx, task, above, RANGE_ROWS)
        if rows is None:
            return None
        blocked += await compare(tx, task, rows)
        await step(tx, task.claim, records.COMPARED, size=RANGE_ROWS)
    return rows.up_to
