"""An export is asked for: whom it is about is found out now, and a worker does the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

import orjson

from db import exports
from db.connect import Connection
from db.plan.build import ArgumentRefused
from db.plan.exporting import counted_customers
from domain.caller import Caller
from domain.errors import CustomerNotFound, Failures, LocaleUnknown, NotOfThisScope, Required
from domain.export import ExportScope
from domain.file_format import FileFormat
from domain.ids import CustomerId, ExportId, Kind, encode, new_id
from domain.jobs import JobKind
from domain.locale import Locale, language_of
from services.exports.selection import Selector, kept_selection
from services.jobs import enqueue
from services.sheets.writer import require_writable


@dataclass(frozen=True, slots=True)
class ExportDraft:
    """An export as it is asked for. `where` is a CustomerWhereInput as GraphQL coerced it."""

    scope: ExportScope
    format: FileFormat
    where: Mapping[str, Any] | None = None
    ids: Sequence[CustomerId] | None = None
    locale: str | None = None


async def create_export(tx: Connection, caller: Caller, draft: ExportDraft) -> ExportId:
    """Have customers written into a file once the transaction is committed.

    Errors: Required and NotOfThisScope at where or ids; CustomerNotFound at ids and the index of each one
            that is unknown; what is wrong with a filter, at where; FormatNotWritten; LocaleUnknown.
    """
    require_writable(draft.format)
    language = _language(draft.locale, caller)
    _require_fitting(draft)
    selector = _selector(draft)
    _require_askable(selector, caller)
    if draft.ids:
        await _require_all(tx, caller, draft.ids)
    export_id = ExportId(new_id())
    await exports.CREATE.execute(
        tx,
        merchant=caller.merchant_id,
        export=export_id,
        selection=orjson.dumps(kept_selection(draft.scope, selector)).decode(),
        format=draft.format.value,
        locale=language.value,
        actor=caller.actor,
    )
    await enqueue(tx, caller.merchant_id, JobKind.EXPORT, export_id)
    return export_id


def _language(tag: str | None, caller: Caller) -> Locale:
    """Return the language that is asked for; else the merchant's, and English when it is another."""
    if tag is None:
        return language_of(caller.locale) or Locale.EN
    if (language := language_of(tag)) is None:
        raise LocaleUnknown(field=("locale",), value=tag)
    return language


def _require_fitting(draft: ExportDraft) -> None:
    wanted = {ExportScope.IDS: "ids", ExportScope.FILTER: "where"}.get(draft.scope)
    for name, given in (("where", draft.where), ("ids", draft.ids)):
        if name == wanted and given is None:
            raise Required(field=(name,))
        # All of them and yet not all: whichever was meant, the other would be a surprise.
        if name != wanted and given is not None:
            raise NotOfThisScope(field=(name,), scope=draft.scope.value)


def _selector(draft: ExportDraft) -> Selector:
    match draft.scope:
        case ExportScope.ALL:
            return {}
        case ExportScope.IDS:
            return {"ids": [encode(Kind.CUSTOMER, customer_id) for customer_id in draft.ids or ()]}
        case ExportScope.FILTER:
            return {"where": draft.where}
        case _:
            assert_never(draft.scope)


def _require_askable(selector: Selector, caller: Caller) -> None:
    try:
        counted_customers(selector, caller)
    except ArgumentRefused as refused:
        raise refused.failure.at("where") from None


async def _require_all(tx: Connection, caller: Caller, ids: Sequence[CustomerId]) -> None:
    rows = await exports.KNOWN.fetch(tx, merchant=caller.merchant_id, customers=list(ids))
    known = {row["id"] for row in rows}
    missing = [
        CustomerNotFound(field=("ids", index))
        for index, customer_id in enumerate(ids)
        if customer_id not in known
    ]
    if missing:
        raise Failures(missing)
