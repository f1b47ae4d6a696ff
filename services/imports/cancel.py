"""An import is called off: what is merged stays, and everything else does not happen."""

from typing import Any

from db.connect import Connection
from db.imports import decisions
from domain.caller import Caller
from domain.ids import ImportId
from domain.jobs import ImportPhase, JobStatus
from services.imports.holding import hold_import, not_ready

_GOING_ON = {JobStatus.PENDING, JobStatus.RUNNING, JobStatus.WAITING_FOR_USER}
_BEFORE_THE_END = {
    ImportPhase.UPLOADED,
    ImportPhase.ANALYZED,
    ImportPhase.VALIDATED,
    ImportPhase.COMMITTING,
}


async def cancel_import(tx: Connection, caller: Caller, import_id: ImportId) -> ImportId:
    """Stop an import; a worker that is at it finds out at its next step, whose chunk is undone.

    Errors: ImportNotFound at id; ImportNotReady at id when it has ended.
    """
    held = await hold_import(tx, caller, import_id)
    if held["status"] not in _GOING_ON or held["phase"] not in _BEFORE_THE_END:
        raise not_ready(held)
    named: dict[str, Any] = {"merchant": caller.merchant_id, "import": import_id}
    await decisions.CANCEL.execute(tx, **named)
    await decisions.CALL_OFF.execute(tx, **named)
    return import_id
