"""An import is undone: at once when it is small, else by a worker; or it is only told what that would do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from db.connect import Connection, Record
from db.imports import undo_records
from db.imports.undo_judging import WEIGH
from domain.caller import Caller
from domain.errors import ImportNotFound
from domain.ids import ImportId
from domain.import_undo import KEPT_LISTED, ImportState, undo_refusal
from domain.jobs import ImportPhase, JobKind, JobStatus
from services.changes import job_topic, tell_change
from services.imports.judging import ALL, Rows
from services.imports.undo_rows import Undoing, finish, take_back
from services.jobs import enqueue

# How many customers are taken back within a request; that takes about a second.
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Undo:
    """What undoing has done, or would do; all zero when a worker is to do it.

    `kept` holds `row`, `customer` and `reason` of the first of `kept_count`, in the order of the file; at
    most domain.import_undo.KEPT_LISTED.
    """

    reversed: int = 0
    restored: int = 0
    kept_count: int = 0
    kept: tuple[Mapping[str, Any], ...] = ()


async def undo_import(tx: Connection, caller: Caller, import_id: ImportId, *, dry_run: bool = False) -> Undo:
    """Take back what an import did to customers; with `dry_run`, tell what that would come to.

    Customers whom it made are deleted, those whom it changed get back what it changed, and groups that it
    made go when they are empty. Customers who were edited or have paid since are kept, and listed.
    Errors, at id: ImportNotFound; those of domain.import_undo.undo_refusal.
    """
    row = await undo_records.LOCK.fetch_row(tx, **{"merchant": caller.merchant_id, "import": import_id})
    if row is None:
        raise ImportNotFound(field=("id",))
    state = _state(row)
    if (refusal := undo_refusal(state, row["now"])) is not None:
        raise refusal.at("id")
    if dry_run:
        return await _weigh(tx, caller, import_id, row["undo_row"])
    await tell_change(tx, job_topic(caller.merchant_id, import_id))
    undoing = Undoing(caller.merchant_id, import_id, caller.actor, _region(row), caller.address_key)
    if state.phase is ImportPhase.UNDOING or state.changes > AT_ONCE:
        await undo_records.ASK_FOR.execute(tx, **undoing.named, actor=caller.actor)
        await enqueue(tx, caller.merchant_id, JobKind.UNDO, import_id)
        return Undo()
    taken = await take_back(tx, undoing, ALL)
    await finish(tx, undoing)
    kept = sorted(taken.kept, key=lambda one: int(one["row"]))
    return Undo(taken.reversed, taken.restored, len(kept), tuple(kept[:KEPT_LISTED]))


def _state(row: Record) -> ImportState:
    return ImportState(
        ImportPhase(row["phase"]),
        JobStatus(row["status"]),
        row["changes"],
        row["finished_at"],
        row["is_logged"],
    )


def _region(row: Record) -> str:
    region: str = orjson.loads(row["options"])["default_region"]
    return region


async def _weigh(tx: Connection, caller: Caller, import_id: ImportId, undo_row: int | None) -> Undo:
    """Tell what is left to be undone would come to."""
    # A million rows are weighed in one statement.
    await tx.execute("set local statement_timeout = 0")
    rows = ALL if undo_row is None else Rows(ALL.above, undo_row)
    weighed = await WEIGH.fetch_row(
        tx,
        **{"merchant": caller.merchant_id, "import": import_id},
        above=rows.above,
        up_to=rows.up_to,
    )
    assert weighed is not None
    kept = orjson.loads(weighed["kept"] or "[]")
    return Undo(weighed["reversed"], weighed["restored"], weighed["kept_count"], tuple(kept))
