"""Exports: how far they have come, and where their files are for as long as they are there."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal_column, null

from db.plan.build import Build, Node
from db.plan.catalog.customer_import import IMPORT_FAILURE
from db.plan.json import JsonArray
from db.plan.nodes import code, expression, global_id, id_text, leaf, part
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import CustomerExport
from domain.access import Permission, may
from domain.caller import Caller
from domain.download import Download
from domain.ids import Kind


def _url(build: Build, row: Row, _field: Field) -> ColumnElement[Any]:
    there = and_(row[CustomerExport.storage_key].is_not(None), row[CustomerExport.expires_at] > func.now())
    inputs = JsonArray([id_text(Kind.EXPORT, row[CustomerExport.id]), row[CustomerExport.expires_at]])
    return build.compute(case((there, inputs), else_=null()), _download)


def _download(inputs: Any, caller: Caller) -> Download | None:
    """Return the file for this caller: opened later, the link opens no more than they may then."""
    if inputs is None or not may(caller.role, Permission.CUSTOMERS_EXPORT):
        return None
    export, expires_at = inputs
    opens = {**caller.signature(), "export": export}
    # What a person may do by then nobody can look up, so their link lasts as long as any: an hour.
    return Download(
        "customer-export", opens, until=None if caller.is_person else datetime.fromisoformat(expires_at)
    )


CUSTOMER_EXPORT: dict[str, Node] = {
    "id": global_id(Kind.EXPORT, CustomerExport.id),
    "status": code(CustomerExport.status),
    "progress": part("Progress", lambda row: row),
    "createdAt": leaf(CustomerExport.created_at),
    "startedAt": leaf(CustomerExport.started_at),
    "finishedAt": leaf(CustomerExport.finished_at),
    "format": code(CustomerExport.format),
    "url": _url,
    "expiresAt": leaf(CustomerExport.expires_at),
    "rowCount": leaf(CustomerExport.row_count),
    "byteSize": leaf(CustomerExport.byte_size),
    "sha256": expression(lambda row: func.encode(row[CustomerExport.sha256], literal_column("'hex'"))),
    "failure": part(
        "ExportFailure",
        lambda row: row[CustomerExport.failure],
        exists=lambda row: row[CustomerExport.failure].is_not(None),
    ),
}

# What is kept of a failure is the same, whatever has failed.
EXPORT_FAILURE = IMPORT_FAILURE
