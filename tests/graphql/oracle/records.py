"""Payments, imports, exports, and who did something."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from domain.ids import Kind, encode
from domain.issues import ImportIssueCode, Issue, IssueSeverity
from domain.texts import say_issue
from tests.graphql.oracle import import_rows
from tests.graphql.oracle.import_undo import undo_state
from tests.graphql.oracle.jobs import failure, progress
from tests.graphql.oracle.lists import ISSUES
from tests.graphql.oracle.money import money, sums
from tests.graphql.oracle.pages import page
from tests.graphql.oracle.rows import Rows

_BROUGHT_MONEY = {"SUCCEEDED", "PARTIALLY_REFUNDED", "REFUNDED"}


def actor(rows: Rows, signed: str) -> SimpleNamespace:
    """Return who signs so: one of the merchant's keys by its name, others by their kind."""
    kinds = {"key": "API_KEY", "imp": "IMPORT", "usr": "USER"}
    names = [key.name for key in rows.all("api_key") if encode(Kind.API_KEY, key.id) == signed]
    return SimpleNamespace(
        kind=kinds.get(signed.partition("_")[0], "SYSTEM"), id=signed, name=names[0] if names else None
    )


def _opens(_rows: Rows, key: Any) -> bool:
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > datetime.now(UTC))


# None of those that are compared has been renewed.
API_KEY = {
    "id": lambda _rows, key: encode(Kind.API_KEY, key.id),
    "valid": _opens,
    "previousSecretUntil": lambda _rows, key: key.previous_until,
}


def _events(rows: Rows, payment: Any) -> list[SimpleNamespace]:
    events = sorted(rows.all("payment_event", payment_id=payment.id), key=lambda event: (event.at, event.id))
    return [
        SimpleNamespace(**{**vars(event), "amount": money(event.amount_minor, payment.currency)})
        for event in events
    ]


def _totals(_rows: Rows, connection: Any) -> list[SimpleNamespace]:
    return sums(
        (payment.amount_minor - payment.refunded_minor, payment.currency)
        for payment in connection.listed
        if payment.status in _BROUGHT_MONEY
    )


PAYMENT = {
    "id": lambda _rows, row: encode(Kind.PAYMENT, row.id),
    "customer": lambda rows, row: row.customer_id and rows.one("customer", id=row.customer_id),
    "amount": lambda _rows, row: money(row.amount_minor, row.currency),
    "refunded": lambda _rows, row: money(row.refunded_minor, row.currency),
    "provider": lambda _rows, row: row.provider or None,
    "paymentRequest": lambda rows, row: row.request_id and rows.one("payment_request", id=row.request_id),
    "events": _events,
}
PAYMENT_CONNECTION = {"totals": _totals}
MERCHANT = {"id": lambda _rows, row: encode(Kind.MERCHANT, row.merchant_id)}


def _of_upload(column: str) -> Any:
    return lambda rows, row: getattr(rows.one("upload", id=row.upload_id), column)


def _issues(rows: Rows, row: Any, severity: Any = None, **paging: Any) -> SimpleNamespace:
    issues = rows.all("import_issue", import_id=row.id)
    return page(ISSUES, [one for one in issues if severity is None or one.severity == severity], **paging)


def _issue_message(rows: Rows, row: Any) -> str:
    names = ("row", "column", "header", "raw_value", "suggestion", "facts")
    issue = Issue(
        code=ImportIssueCode(row.code),
        severity=IssueSeverity(row.severity),
        **{name: getattr(row, name) for name in names},
    )
    return say_issue(issue, rows.caller.language)


CUSTOMER_IMPORT = {
    "id": lambda _rows, row: encode(Kind.IMPORT, row.id),
    "fileName": _of_upload("file_name"),
    "byteSize": _of_upload("byte_size"),
    "sha256": lambda rows, row: _of_upload("sha256")(rows, row).hex(),
    "progress": progress,
    "dialect": lambda _rows, row: SimpleNamespace(**row.dialect) if row.dialect else None,
    "columns": lambda _rows, row: [SimpleNamespace(**column) for column in row.columns],
    "options": lambda _rows, row: SimpleNamespace(**row.options),
    "plan": import_rows.plan,
    "counts": import_rows.counts_so_far,
    "rows": import_rows.rows_of,
    "undo": undo_state,
    "failure": failure,
    "issues": _issues,
}
CUSTOMER_EXPORT = {
    "id": lambda _rows, row: encode(Kind.EXPORT, row.id),
    "progress": progress,
    "url": lambda _rows, _row: None,  # the exports of the dataset have expired
    "sha256": lambda _rows, row: None if row.sha256 is None else row.sha256.hex(),
    "failure": failure,
}
IMPORT_ISSUE = {
    "field": lambda _rows, row: None if row.field is None else row.field.split("."),
    "message": _issue_message,
}
