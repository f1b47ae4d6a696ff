"""The root fields, and which function answers which field of which type."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from domain.access import permissions_of
from domain.email import normalise_email
from domain.errors import EmailInvalid
from domain.group import group_key
from domain.ids import Kind, decode, decode_any
from domain.phone import read_phone
from tests.graphql.oracle import (
    batches,
    customers,
    import_rows,
    messages,
    payment_requests,
    previews,
    records,
    timeline,
    webhooks,
)
from tests.graphql.oracle.import_undo import UNDO_KEPT
from tests.graphql.oracle.lists import BATCHES, EXPORTS, IMPORTS
from tests.graphql.oracle.money import MONEY
from tests.graphql.oracle.pages import page
from tests.graphql.oracle.rows import Rows

_TABLES = {
    Kind.CUSTOMER: ("customer", "id"),
    Kind.GROUP: ("customer_group", "id"),
    Kind.PAYMENT: ("payment", "id"),
    Kind.PAYMENT_REQUEST: ("payment_request", "id"),
    Kind.BATCH: ("payment_request_batch", "id"),
    Kind.MESSAGE_TEMPLATE: ("message_template", "id"),
    Kind.CUSTOM_FIELD: ("custom_field_definition", "id"),
    Kind.IMPORT: ("customer_import", "id"),
    Kind.EXPORT: ("customer_export", "id"),
    Kind.MERCHANT: ("merchant", "merchant_id"),
}


def _node(rows: Rows, _root: Any, id: str) -> Any:
    match decode_any(id):
        case (kind, uuid) if kind in _TABLES:
            table, column = _TABLES[kind]
            return rows.one(table, **{column: uuid})
    return None


def _by_id(rows: Rows, kind: Kind, text: str) -> Any:
    return None if decode(text, kind) is None else _node(rows, None, text)


def _job(rows: Rows, _root: Any, id: str) -> Any:
    found = (_by_id(rows, kind, id) for kind in (Kind.IMPORT, Kind.EXPORT, Kind.BATCH))
    return next(filter(None, found), None)


def _viewer(rows: Rows, _root: Any) -> SimpleNamespace:
    caller = rows.caller
    return SimpleNamespace(
        merchant=rows.one("merchant"),
        actor=records.actor(rows, caller.actor),
        role=caller.role,
        permissions=sorted(permissions_of(caller.role)),
    )


def _customer(rows: Rows, _root: Any, **given: Any) -> Any:
    (found,) = ((name, value) for name, value in given.items() if value is not None)
    match found:
        case ("id", text):
            return _by_id(rows, Kind.CUSTOMER, text)
        case ("externalReference", text):
            return _identified(rows, "EXTERNAL_REFERENCE", text)
        case ("phone", text):
            return _identified(rows, "PHONE", read_phone(text, rows.caller.region).e164)
        case (_, text):
            return _identified(rows, "EMAIL", _address(text))


def _address(text: str) -> str | None:
    try:
        return normalise_email(text)
    except EmailInvalid:
        return None


def _identified(rows: Rows, kind: str, value: str | None) -> Any:
    identity = rows.one("customer_identity", kind=kind, value=value)
    return identity and rows.one("customer", id=identity.customer_id)


def _group(rows: Rows, _root: Any, id: str | None = None, name: str | None = None) -> Any:
    if id is not None:
        return _by_id(rows, Kind.GROUP, id)
    assert name is not None
    return rows.one("customer_group", name_key=group_key(name))


def _groups(rows: Rows, _root: Any, query: str | None = None, **paging: Any) -> Any:
    groups = rows.all("customer_group")
    asked = "" if query is None else group_key(query)
    return customers.groups_page(rows, [row for row in groups if asked in row.name_key], paging)


QUERY = {
    "node": _node,
    "nodes": lambda rows, root, ids: [_node(rows, root, id=text) for text in ids],
    "viewer": _viewer,
    "customer": _customer,
    "customers": lambda rows, _root, **given: customers.customers_page(rows, rows.all("customer"), given),
    "customerGroup": _group,
    "customerGroups": _groups,
    "customFieldDefinitions": lambda rows, _root: customers.definitions(rows),
    "messagePreview": previews.message_preview,
    "messageTags": lambda rows, _root: messages.tags(rows),
    "messageTemplates": lambda rows, _root: messages.templates(rows),
    "messageTemplate": lambda rows, _root, **given: _by_id(rows, Kind.MESSAGE_TEMPLATE, given["id"]),
    "payment": lambda rows, _root, **given: _by_id(rows, Kind.PAYMENT, given["id"]),
    "payments": lambda rows, _root, **given: customers.payments_page(rows, rows.all("payment"), given),
    "paymentRequest": lambda rows, _root, **given: _by_id(rows, Kind.PAYMENT_REQUEST, given["id"]),
    "paymentRequests": lambda rows, _root, **given: payment_requests.requests_page(
        rows, rows.all("payment_request"), **given
    ),
    "paymentRequestBatch": lambda rows, _root, **given: _by_id(rows, Kind.BATCH, given["id"]),
    "paymentRequestBatches": lambda rows, _root, **given: page(
        BATCHES, rows.all("payment_request_batch"), **given
    ),
    "apiKeys": lambda rows, _root: sorted(rows.all("api_key"), key=lambda key: (key.created_at, key.id)),
    "webhookEndpoints": lambda rows, _root: webhooks.by_creation(rows, "webhook_endpoint"),
    "webhookSubscriptions": lambda rows, _root: webhooks.by_creation(rows, "webhook_subscription"),
    "customerImport": lambda rows, _root, **given: _by_id(rows, Kind.IMPORT, given["id"]),
    "customerExport": lambda rows, _root, **given: _by_id(rows, Kind.EXPORT, given["id"]),
    "customerExports": lambda rows, _root, **given: page(EXPORTS, rows.all("customer_export"), **given),
    "job": _job,
    "customerImports": lambda rows, _root, **given: page(IMPORTS, rows.all("customer_import"), **given),
}

# What is not here is an attribute of its source, in our spelling.
RESOLVERS: Mapping[str, Mapping[str, Any]] = {
    "Query": QUERY,
    "ApiKey": records.API_KEY,
    "ContactPoint": customers.CONTACT_POINT,
    "CustomFieldDefinition": customers.CUSTOM_FIELD_DEFINITION,
    "Customer": customers.CUSTOMER,
    "CustomerConnection": customers.CUSTOMER_CONNECTION,
    "CustomerExport": records.CUSTOMER_EXPORT,
    "CustomerGroup": customers.CUSTOMER_GROUP,
    "CustomerImport": records.CUSTOMER_IMPORT,
    "Delivery": payment_requests.DELIVERY,
    "ImportIssue": records.IMPORT_ISSUE,
    "ImportRow": import_rows.IMPORT_ROW,
    "Merchant": records.MERCHANT,
    "MessageTemplate": messages.MESSAGE_TEMPLATE,
    "Money": MONEY,
    "Payment": records.PAYMENT,
    "PaymentRequest": payment_requests.PAYMENT_REQUEST,
    "PaymentRequestBatch": batches.PAYMENT_REQUEST_BATCH,
    "PaymentConnection": records.PAYMENT_CONNECTION,
    "TimelineEvent": timeline.TIMELINE_EVENT,
    "UndoKept": UNDO_KEPT,
    "WebhookEndpoint": webhooks.WEBHOOK_ENDPOINT,
    "WebhookMessage": webhooks.WEBHOOK_MESSAGE,
    "WebhookSubscription": webhooks.WEBHOOK_SUBSCRIPTION,
}
