"""An import is held while a person decides about it, so that nobody decides twice at once."""

from db.connect import Connection, Record
from db.imports import decisions
from domain.caller import Caller
from domain.errors import ImportNotFound, ImportNotReady
from domain.ids import ImportId
from domain.jobs import JobStatus
from services.changes import job_topic, tell_change

# Of these, the phase tells more than the status.
_GOING_ON = {JobStatus.PENDING, JobStatus.RUNNING, JobStatus.WAITING_FOR_USER}


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
    going_on = held["status"] in _GOING_ON or held["finished_at"] is None
    return ImportNotReady(field=("id",), phase=held["phase"] if going_on else held["status"])
