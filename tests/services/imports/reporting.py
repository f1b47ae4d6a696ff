"""A report is asked for as a download does it."""

from pathlib import Path
from typing import Any

from domain.ids import ImportId
from domain.locale import Locale
from services.imports.report import Report, ReportWanted, make_report
from tests.services.imports.importing import Desk


async def report_of(desk: Desk, import_id: ImportId, locale: Locale = Locale.DE, **wanted: Any) -> Report:
    merchant_id = desk.shop.caller.merchant_id
    return await make_report(
        desk.shop.pool, desk.storage, merchant_id, import_id, ReportWanted(locale, **wanted)
    )


async def content_of(desk: Desk, content: str | bytes | Path, **wanted: Any) -> bytes:
    """Import a file and return the content of its report."""
    done = await desk.bring(content)
    with (await report_of(desk, done.id, **wanted)).file as file:
        return file.read()
