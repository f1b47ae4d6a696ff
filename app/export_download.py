"""The file of an export is fetched by a signed link, as whoever asked for it may act by now."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from app.attachment import disposition
from app.http.negotiation import language
from app.signed_link import opened
from db.connect import Record
from domain.access import Permission
from domain.file_format import FileFormat
from domain.ids import Kind, decode
from domain.locale import Locale
from domain.texts import say
from services.exports.file import find_file
from services.sheets.writer import MEDIA_TYPES


async def customer_export(request: Request) -> Response:
    """Answer with the file, or with a sentence that says that there is none any more."""
    file = await _file(request)
    if file is None:
        spoken = language(request.headers.get("accept-language"), Locale.EN)
        return PlainTextResponse(say("requests.download_gone", spoken), 410, _UNKEPT)
    return StreamingResponse(
        request.app.state.storage.read(file["storage_key"]),
        media_type=MEDIA_TYPES[FileFormat(file["format"])],
        headers={**_UNKEPT, **_described(file)},
    )


async def _file(request: Request) -> Record | None:
    """Return what the link opens; None for one that is not ours, has expired, or whose key may not export."""
    link = await opened(request, "customer-export", Permission.CUSTOMERS_EXPORT)
    if link is None:
        return None
    export_id = decode(link.says["export"], Kind.EXPORT)
    assert export_id is not None, "nobody but us signs links"
    return await find_file(request.app.state.pool, link.caller.merchant_id, export_id)


def _described(file: Record) -> Mapping[str, str]:
    ending, locale = file["format"].lower(), Locale(file["locale"])
    name = f"{say('files.customers', locale)}-{file['created_at']:%Y-%m-%d}.{ending}"
    return {"Content-Disposition": disposition(name), "Content-Length": str(file["byte_size"])}


# Nobody keeps it on the way, and nobody takes it for something else than it is.
_UNKEPT = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
