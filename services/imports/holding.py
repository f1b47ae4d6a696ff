"""An import is held while a person decides about it, so that nobody decides twice at once."""

from db.connect import Connection, Record
from db.imports import decisions
from domain.caller import Caller
from domain.errors import ImportNotFound, ImportNotReady
from domain.ids import ImportId
from domain.jobs import JobStatus
from services.changes import job_topic, tell_change

# Of these, the status tells more than the phase in which the import was then.
_ENDED_EARLY = {JobStatus.FAILED, JobStatus.CANCELED}


async def hold_import(tx: Connection, caller: Caller, import_id: ImportId) -> Record:
    """Return the import with all its columns and `sha256`, locked. Errors: ImportNotFound at id."""
    held = await decisions.HOLD.fetch_row(tx, **{"merchant": caller.merchant_id, "import": import_id})
    if held is None:
        raise ImportNotFound(field=("id",))
    # Whoever follows it looks again, once it is decided.
    await tell_change(tx, job_topic(caller.merchant_id, import_id))
    return held


def not_ready(held: Record) -> ImportNotReady:
    """Return why an import can't be decided about as it stands."""
    return ImportNotReady(
        field=("id",), phase=held["status"] if held["status"] in _ENDED_EARLY else held["phase"]
    )
