"""Rows of an import are taken back, within a transaction: deleted, restored, or kept for a reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import orjson

from db.connect import Connection, Record
from db.errors import Raced
from db.imports import undo_records
from db.imports.undo_judging import HOLD
from db.imports.undo_removing import DROP_FIELDS, DROP_GROUPS, REMOVE
from db.imports.undo_restoring import CLAIM, RESTORE
from domain.ids import ImportId, Kind, MerchantId, encode, new_id
from services.consent.keeping import keep_blocks
from services.imports.changed import derive_anew, release_identities
from services.imports.judging import Rows


@dataclass(frozen=True, slots=True)
class Undoing:
    """An import that is being undone, in the name of whoever has asked for it."""

    merchant_id: MerchantId
    import_id: ImportId
    actor: str
    region: str  # in which further phones of customers are read
    address_key: bytes = field(repr=False)  # the merchant's (domain.consent)

    @property
    def named(self) -> dict[str, Any]:
        """The parameters by which a statement knows the import."""
        return {"merchant": self.merchant_id, "import": self.import_id}


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Whom the import had made and who are gone, who have again what they had, and who are kept."""

    reversed: int
    restored: int
    kept: Sequence[dict[str, Any]]  # row, customer and reason of each, JSON-able

    @classmethod
    def of(cls, held: Record) -> Self:
        kept = orjson.loads(held["kept"] or "[]")
        return cls(len(held["removed"] or ()), len(held["restored"] or ()), kept)


async def take_back(tx: Connection, undoing: Undoing, rows: Rows) -> TakenBack:
    """Take rows back; those behind them must have been taken back before.

    Errors: what db.errors.is_passing knows, when others have come between; then nothing may stay.
    """
    bounds = {"above": rows.above, "up_to": rows.up_to}
    held = await HOLD.fetch_row(tx, **undoing.named, **bounds)
    assert held is not None
    # Who is gone leaves phones and addresses to those who get back theirs.
    if held["removed"]:
        await REMOVE.execute(tx, merchant=undoing.merchant_id, customers=held["removed"])
    if held["restored"]:
        await _restore(tx, undoing, held["restored"])
    if held["kept"]:
        await undo_records.KEEP.execute(tx, **undoing.named, kept=held["kept"].encode())
    taken = TakenBack.of(held)
    await undo_records.TAKEN_BACK.execute(
        tx,
        **undoing.named,
        undone_from=rows.above + 1,
        more_undo_reversed=taken.reversed,
        more_undo_restored=taken.restored,
        more_undo_kept=len(taken.kept),
    )
    return taken


async def _restore(tx: Connection, undoing: Undoing, rows: Sequence[int]) -> None:
    restored = await RESTORE.fetch_row(
        tx,
        **undoing.named,
        rows=rows,
        events=[new_id() for _ in rows],
        group_events=[new_id() for _ in rows],
        actor=undoing.actor,
        import_name=encode(Kind.IMPORT, undoing.import_id),
    )
    assert restored is not None
    released = orjson.loads(restored["released"] or "[]")
    if released:
        identities = [(one["kind"], one["value"], one["customer_id"]) for one in released]
        await release_identities(tx, undoing.merchant_id, identities)
    if restored["claimed"]:
        await _claim(tx, undoing, restored["claimed"])
    if restored["stale"]:
        await derive_anew(tx, undoing.merchant_id, restored["stale"], undoing.region)
    if restored["claimed"] or released:
        concerned = {one["customer_id"] for one in (*released, *orjson.loads(restored["claimed"] or "[]"))}
        await keep_blocks(tx, undoing.address_key, undoing.merchant_id, sorted(concerned))


async def _claim(tx: Connection, undoing: Undoing, claimed: str) -> None:
    free = await CLAIM.fetch_value(tx, merchant=undoing.merchant_id, identities=claimed.encode())
    if free < len(orjson.loads(claimed)):
        raise Raced


async def finish(tx: Connection, undoing: Undoing) -> None:
    """All rows are taken back: what was made for them goes, and the import is undone."""
    await DROP_GROUPS.execute(tx, **undoing.named)
    await DROP_FIELDS.execute(tx, **undoing.named)
    await undo_records.UNDONE.execute(tx, **undoing.named)
