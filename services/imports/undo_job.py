"""A worker undoes a large import, chunk by chunk from the end of the file: each whole and once."""

from datetime import timedelta

import orjson

from db.connect import Connection, Pool, Record
from db.errors import is_passing
from db.imports import undo_records
from db.imports.undo_judging import CHUNK_BEGIN
from domain.errors import Failure, UndoBrokenOff
from domain.ids import ImportId
from domain.jobs import JobStatus
from services.imports.judging import ALL, Rows
from services.imports.undo_rows import Undoing, finish, take_back
from services.jobs import Claim, holding, release, settle, went_on
from services.keyed_secrets import KeyedSecrets

# What is taken back in one transaction: small enough that progress is seen every second.
CHUNK_ROWS = 1_000
# How often others may come between before it is no coincidence any more.
RACES_ALLOWED = 5


async def run_undo(pool: Pool, claim: Claim, secrets: KeyedSecrets) -> None:
    """Take back all rows that have not been taken back yet.

    Errors: LostClaim, when another worker goes on with it.
    """
    if claim.is_hopeless:
        await _fail(pool, claim, UndoBrokenOff())
        return
    async with holding(pool, claim) as tx:
        await undo_records.BEGIN.execute(tx, **_named(claim))
    while await _take_back_chunk(pool, claim, secrets):
        pass


async def postpone_undo(pool: Pool, claim: Claim, pause: timedelta) -> None:
    """Leave an undo to the next claim, where it stands."""
    async with holding(pool, claim) as tx:
        await undo_records.POSTPONE.execute(tx, **_named(claim))
        await release(tx, claim, pause)


async def _take_back_chunk(pool: Pool, claim: Claim, secrets: KeyedSecrets) -> bool:
    """Take back the last rows that are left, or finish when there are none; tell whether there were some."""
    for race in range(RACES_ALLOWED + 1):
        try:
            async with holding(pool, claim) as tx:
                return await _go_on(tx, claim, secrets)
        except Exception as error:
            if race == RACES_ALLOWED or not is_passing(error):
                raise
    raise AssertionError("the last attempt returns or raises")


async def _go_on(tx: Connection, claim: Claim, secrets: KeyedSecrets) -> bool:
    row = await undo_records.LOCK.fetch_row(tx, **_named(claim))
    assert row is not None, "a job outlives no import"
    undoing = _undoing(claim, row, secrets)
    up_to = ALL.up_to if row["undo_row"] is None else row["undo_row"]
    begin = await CHUNK_BEGIN.fetch_value(tx, **undoing.named, below=up_to, size=CHUNK_ROWS)
    if begin is None:
        await finish(tx, undoing)
        await settle(tx, claim, JobStatus.SUCCEEDED)
        return False
    await take_back(tx, undoing, Rows(begin - 1, up_to))
    await went_on(tx, claim)
    return True


def _undoing(claim: Claim, row: Record, secrets: KeyedSecrets) -> Undoing:
    region = orjson.loads(row["options"])["default_region"]
    key = secrets.address_key(claim.merchant_id)
    return Undoing(claim.merchant_id, ImportId(claim.subject_id), row["undo_actor"], region, key)


async def _fail(pool: Pool, claim: Claim, failure: Failure) -> None:
    """Give an undo up, with what its readers are told; asked for again, it goes on where it stood."""
    told = {"code": failure.user_error, "text": failure.code, "facts": failure.facts}
    async with holding(pool, claim) as tx:
        await undo_records.FAILED.execute(tx, **_named(claim), new_failure=orjson.dumps(told).decode())
        await settle(tx, claim, JobStatus.FAILED, failure.code)


def _named(claim: Claim) -> dict[str, object]:
    return {"merchant": claim.merchant_id, "import": claim.subject_id}
