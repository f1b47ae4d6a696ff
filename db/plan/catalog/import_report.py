"""The address of an import's report, as long as there is a file to make it of."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Text, and_, func, literal_column, select

from db.plan.build import Build, conditions_of
from db.plan.json import JsonObject
from db.plan.nodes import id_text
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import CustomerImport, Upload
from domain.caller import Caller
from domain.download import Download
from domain.errors import FormatNotWritten
from domain.file_format import FileFormat
from domain.ids import Kind


def report_url(build: Build, row: Row, field: Field) -> ColumnElement[Any]:
    """What the link has to say is known here, its address to the process. Errors: FormatNotWritten."""
    wanted = build.bind(field.arguments.get("format"), Text(), _format, field=field)
    only_rejected = build.bind(field.arguments.get("onlyRejected", True), Boolean(), field=field)
    inputs = JsonObject(
        [
            ("import", id_text(Kind.IMPORT, row[CustomerImport.id])),
            ("format", wanted),
            ("onlyRejected", only_rejected),
            ("possible", _possible(build, row)),
        ]
    )
    return build.compute(inputs, _download)


def _possible(build: Build, row: Row) -> ColumnElement[Any]:
    """Whether the file has been analysed and is still kept."""
    upload = Row.of(Upload)
    conditions = conditions_of(
        build, upload, Upload.merchant_id, [upload[Upload.id] == row[CustomerImport.upload_id]]
    )
    with build.inside(row):
        kept = build.subquery(
            select(upload[Upload.removed_at].is_(None)).select_from(upload.source).where(*conditions)
        )
    analysed = row[CustomerImport.dialect].op("?")(literal_column("'format'"))
    return func.coalesce(and_(analysed, kept), literal_column("false"))


def _format(value: Any, caller: Caller) -> str | None:
    del caller
    if value == FileFormat.ODS:
        raise FormatNotWritten(field=("format",), format=FileFormat.ODS.value)
    return None if value is None else str(value)


def _download(inputs: Any, caller: Caller) -> Download | None:
    if not inputs["possible"]:
        return None
    return Download(
        "import-report",
        {
            **caller.signature(),
            "import": inputs["import"],
            "language": str(caller.language),
            "format": inputs["format"],
            "onlyRejected": inputs["onlyRejected"],
        },
    )
