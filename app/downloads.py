"""Files to fetch by a signed link, since a browser's download can't send a key."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from app.export_download import customer_export
from app.http.negotiation import language
from app.report_download import import_report
from app.signed_link import opened
from domain.access import Permission
from domain.file_format import FileFormat
from domain.locale import Locale
from domain.texts import say
from services.customer_template import customer_template
from services.sheets.writer import MEDIA_TYPES


def download_routes() -> list[BaseRoute]:
    """Return the routes beneath /downloads."""
    return [
        Route("/downloads/customer-export/{token}", customer_export),
        Route("/downloads/customer-template/{token}", _customer_template),
        Route("/downloads/import-report/{token}", import_report),
    ]


async def _customer_template(request: Request) -> Response:
    link = await opened(request, "customer-template", Permission.IMPORTS_READ)
    if link is None:
        return _gone(language(request.headers.get("accept-language"), Locale.EN))
    file_format, words = FileFormat(link.says["format"]), Locale(link.says["language"])
    content = await customer_template(
        request.app.state.pool,
        link.caller.merchant_id,
        file_format,
        words,
        with_examples=link.says["examples"],
    )
    name = f"{say('files.customer_template', words)}.{file_format.lower()}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(content, media_type=MEDIA_TYPES[file_format], headers=headers)


def _gone(spoken: Locale) -> Response:
    return PlainTextResponse(say("requests.download_gone", spoken), 410)
