"""How a file is read and what is done with it is decided anew; then there will be a new plan."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import orjson

from db.connect import Connection, Record
from db.imports import decisions
from domain.caller import Caller
from domain.errors import FileRemoved
from domain.ids import ImportId
from domain.import_options import ImportOptions, ImportOptionsDraft, import_options
from domain.jobs import ImportPhase, JobKind, JobStatus
from importers.mapping import ColumnMapping
from services.at_field import at_field
from services.imports.columns import own_fields
from services.imports.create import as_text, require_group
from services.imports.given import (
    GivenMapping,
    checked_dialect,
    checked_mapping,
    dialect_as_json,
    dialect_from_json,
    mapping_as_json,
    mapping_from_json,
)
from services.imports.holding import hold_import, not_ready
from services.jobs import enqueue

_BEFORE_MERGING = {ImportPhase.UPLOADED, ImportPhase.ANALYZED, ImportPhase.VALIDATED}


@dataclass(frozen=True, slots=True)
class Reconsidered:
    """What is said anew: members by the names of ImportOptionsDraft and DialectDraft.

    What is left out stays, and None goes back to what is assumed or found out; None for a mapping leaves it.
    """

    options: Mapping[str, Any] = field(default_factory=dict)
    dialect: Mapping[str, Any] = field(default_factory=dict)
    mapping: GivenMapping | None = None


async def configure_import(
    tx: Connection, caller: Caller, import_id: ImportId, anew: Reconsidered
) -> ImportId:
    """Have a file read and its plan made anew, and wait then; nothing of it may have been merged.

    Errors: ImportNotFound, ImportNotReady and FileRemoved at id; those of create_import.
    """
    held = await hold_import(tx, caller, import_id)
    if not _can_begin_anew(held):
        raise not_ready(held)
    if held["removed_at"] is not None:
        raise FileRemoved(field=("id",))
    options = await _options(tx, caller, held, anew)
    dialect = dialect_from_json(orjson.loads(held["given_dialect"]))
    with at_field("dialect"):
        dialect = checked_dialect(replace(dialect, **anew.dialect))
    mapping = await _mapping(tx, caller, held, anew)
    named: dict[str, Any] = {"merchant": caller.merchant_id, "import": import_id}
    await decisions.CALL_OFF.execute(tx, **named)
    await decisions.CONFIGURE.execute(
        tx,
        **named,
        options=as_text(options.as_json()),
        given_dialect=as_text(dialect_as_json(dialect)),
        mapping=as_text(mapping_as_json(mapping)),
        job=await enqueue(tx, caller.merchant_id, JobKind.IMPORT, import_id),
    )
    return import_id


def _can_begin_anew(held: Record) -> bool:
    match JobStatus(held["status"]):
        case JobStatus.WAITING_FOR_USER:
            return True
        case JobStatus.FAILED:
            merged = held["created"] + held["updated"] + held["unchanged"] + held["skipped"]
            return bool(merged == 0)
        case JobStatus.PENDING | JobStatus.RUNNING:
            undecided = not held["auto_commit"] and held["approved_digest"] is None
            return undecided and held["phase"] in _BEFORE_MERGING
        case _:
            return False


async def _options(tx: Connection, caller: Caller, held: Record, anew: Reconsidered) -> ImportOptions:
    stored = ImportOptions.from_json(orjson.loads(held["options"]))
    with at_field("options"):
        draft = replace(ImportOptionsDraft(**asdict(stored)), **anew.options)
        options = import_options(draft, caller.region)
        await require_group(tx, caller, options.group_id if "group_id" in anew.options else None)
    return options


async def _mapping(tx: Connection, caller: Caller, held: Record, anew: Reconsidered) -> ColumnMapping:
    if anew.mapping is None:
        return mapping_from_json(orjson.loads(held["mapping"]))
    own = await own_fields(tx, caller.merchant_id)
    # Read in another way, a file may have more columns.
    width = None if anew.dialect else len(orjson.loads(held["columns"])) or None
    with at_field("mapping"):
        return checked_mapping(anew.mapping, [one.column for one in own], width)
