"""The report of an import is fetched by a signed link, as whoever asked for it may act by now."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app.attachment import attachment
from app.http.negotiation import language
from app.signed_link import opened
from domain.access import Permission
from domain.caller import Caller
from domain.errors import Failure, FileRemoved, ImportNotFound, ReportNotReady
from domain.file_format import FileFormat
from domain.ids import ImportId, Kind, decode
from domain.locale import Locale
from domain.texts import say, say_failure
from services.imports.report import ReportWanted, make_report
from services.sheets.writer import MEDIA_TYPES

# What was there once, and is not any more.
_GONE = (FileRemoved, ImportNotFound, ReportNotReady)


async def import_report(request: Request) -> Response:
    """Answer with the report, or with a sentence that says why there is none."""
    link = await opened(request, "import-report", Permission.IMPORTS_READ)
    if link is None:
        spoken = language(request.headers.get("accept-language"), Locale.EN)
        return PlainTextResponse(say("requests.download_gone", spoken), 410)
    return await _report(request, link.caller, link.says)


async def _report(request: Request, caller: Caller, says: Mapping[str, Any]) -> Response:
    state, spoken = request.app.state, Locale(says["language"])
    import_id = decode(says["import"], Kind.IMPORT)
    assert import_id is not None, "nobody but us signs links"
    asked = FileFormat(says["format"]) if says["format"] else None
    wanted = ReportWanted(spoken, asked, only_rejected=says["onlyRejected"])
    try:
        report = await make_report(state.pool, state.storage, caller.merchant_id, ImportId(import_id), wanted)
    except Failure as failure:
        return PlainTextResponse(say_failure(failure, spoken), 410 if isinstance(failure, _GONE) else 422)
    # A CSV file has the encoding of the merchant's, which its bytes tell as well as that did.
    media_type = "text/csv" if report.format is FileFormat.CSV else MEDIA_TYPES[report.format]
    return attachment(report.file, report.name, media_type)
