"""What is staged becomes customers, chunk by chunk: a chunk is merged whole and once, or not at all."""

from dataclasses import asdict

import orjson

from db.connect import Connection, Pool, Record
from db.errors import Raced, is_passing
from db.imports import records
from db.imports.chunk import MAKE_GROUPS
from db.imports.merge import merging
from db.statistics import FORGET_PLANS
from domain.import_policy import OnMatch, UnknownGroupPolicy
from services.imports.changed import derive_anew, release_identities
from services.imports.columns import cleared, own_fields
from services.imports.consent import keep_silent
from services.imports.judging import Rows, judge_again, next_rows
from services.imports.task import ImportTask, step
from services.jobs import advance, holding
from services.statistics import keep_statistics

# What is written in one transaction: small enough that progress is seen every second.
CHUNK_ROWS = 5_000
# What a crash takes away is merged again, from the row that was taken away with it.
_REPEATABLE = "set local synchronous_commit = off"
# How often others may come between before it is no coincidence any more.
RACES_ALLOWED = 5


async def merge_staged(pool: Pool, task: ImportTask) -> None:
    """Merge all rows that have not been merged yet. Errors: LostClaim."""
    settled: int | None = task.settled
    while settled is not None:
        settled = await _merge_chunk(pool, task, settled)
        await keep_statistics(pool)


async def _merge_chunk(pool: Pool, task: ImportTask, above: int) -> int | None:
    """Merge the next rows above a row and return the last one; None when there are none."""
    for race in range(RACES_ALLOWED + 1):
        try:
            async with holding(pool, task.claim) as tx:
                rows = await next_rows(tx, task, above, CHUNK_ROWS)
                if rows is not None:
                    await _merge(tx, task, rows)
                return None if rows is None else rows.up_to
        except Exception as error:
            if race == RACES_ALLOWED or not is_passing(error):
                raise
        # A customer was made, changed or deleted since the rows were judged.
        async with holding(pool, task.claim) as tx:
            if (rows := await next_rows(tx, task, above, CHUNK_ROWS)) is not None:
                await judge_again(tx, task, rows)
    raise AssertionError("the last attempt returns or raises")


async def _merge(tx: Connection, task: ImportTask, rows: Rows) -> None:
    await tx.execute(_REPEATABLE)
    if rows.above == task.settled:
        await tx.execute(FORGET_PLANS)  # they may have been made for hardly any customers
    options = task.options
    common = {**task.named, "group_conflict": options.moving.value, **asdict(rows)}
    if options.unknown_groups is UnknownGroupPolicy.CREATE:
        await MAKE_GROUPS.execute(tx, **common, skipping=options.on_match is OnMatch.SKIP)
    own = await own_fields(tx, task.merchant_id)
    merged = await merging(options.on_match).fetch_row(
        tx, **common, cleared=cleared(task, own), actor=task.name, import_name=task.name
    )
    assert merged is not None
    if options.on_match is not OnMatch.SKIP and merged["held"] < merged["matched"]:
        raise Raced
    if merged["released"]:
        await release_identities(tx, task.merchant_id, orjson.loads(merged["released"]))
    if merged["stale"]:
        await derive_anew(tx, task.merchant_id, merged["stale"], task.options.default_region)
    await keep_silent(tx, task, asdict(rows))
    counts = _counts(merged, options.on_match)
    await step(tx, task.claim, records.MERGED, up_to=rows.up_to, **counts)
    await advance(tx, task.claim, rows.up_to)


def _counts(merged: Record, on_match: OnMatch) -> dict[str, int]:
    return {
        "more_created": merged["created"],
        "more_updated": merged["updated"],
        "more_unchanged": merged["held"] - merged["updated"],
        "more_skipped": merged["matched"] if on_match is OnMatch.SKIP else 0,
    }
