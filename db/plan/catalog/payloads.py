"""What mutations answer: read by the planner too, from the seed that the use case leaves.

A seed is a JSON object with a payload's members: entities by their id, the rest as it is.
"""

from typing import Any

from sqlalchemy import ColumnElement, Uuid, cast, func, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from db.plan.build import Build, Node
from db.plan.json import array_of
from db.plan.nodes import elements_of, json_elements, json_member, to_one
from db.plan.selection import Field
from db.tables import (
    ApiKey,
    Customer,
    CustomerExport,
    CustomerGroup,
    CustomerImport,
    CustomFieldDefinition,
    MessageTemplate,
    Payment,
    PaymentRequest,
    PaymentRequestBatch,
    WebhookEndpoint,
    WebhookMessage,
    WebhookSubscription,
)


def payload(build: Build, _source: Any, field: Field) -> ColumnElement[Any]:
    """Represents any mutation's field: its payload, read from the run's seed."""
    (type_name,) = field.selections
    return build.object(type_name, build.fact("seed", JSONB()), field)


def _entity(type_name: str, table: type[SQLModel], member: str) -> Node:
    """An entity whose id stands in the seed, or null."""
    id_of: Any = table.id  # type: ignore[attr-defined]
    return to_one(type_name, table, lambda seed, row: row[id_of] == _uuid(_text(seed, member)))


def _text(seed: ColumnElement[Any], member: str) -> ColumnElement[Any]:
    return seed.op("->>")(literal_column(f"'{member}'"))


def _uuid(text: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(text, Uuid())


def _list(type_name: str, member: str) -> Node:
    return json_elements(type_name, lambda seed: seed.op("->")(literal_column(f"'{member}'")))


def _skipped(build: Build, seed: ColumnElement[Any], field: Field) -> ColumnElement[Any]:
    """The customers whose ids stand in a list of the seed, in its order."""
    elements = elements_of(seed.op("->")(literal_column("'skipped'")))
    one = to_one(
        "Customer",
        Customer,
        lambda element, row: row[Customer.id] == _uuid(element.op("#>>")(literal_column("'{}'::text[]"))),
    )
    with build.inside(elements), build.at("[]"):
        element = one(build, elements.source.c.element, field)
    collected = array_of(element, position=elements.source.c.place)
    return build.subquery(select(collected).select_from(elements.source))


def _count(member: str) -> Node:
    """A number of the seed; a refused request has none of its own: nothing was changed."""
    number: ColumnElement[Any] = literal_column(f"'{member}'")
    return lambda _build, seed, _field: func.coalesce(seed.op("->")(number), literal_column("'0'::jsonb"))


_CUSTOMER = _entity("Customer", Customer, "customer")
_CUSTOMER_ERRORS = _list("CustomerUserError", "userErrors")
_ERRORS = _list("InputUserError", "userErrors")
_ERROR_MEMBERS: dict[str, Node] = {name: json_member(name) for name in ("field", "message", "code")}

PAYLOADS: dict[str, dict[str, Node]] = {
    "InputUserError": _ERROR_MEMBERS,
    "CustomerUserError": {**_ERROR_MEMBERS, "existing": _entity("Customer", Customer, "existing")},
    "CustomerPayload": {"customer": _CUSTOMER, "userErrors": _CUSTOMER_ERRORS},
    "CustomerBulkPayload": {
        "count": _count("count"),
        "results": _list("CustomerBulkRow", "results"),
        "userErrors": _CUSTOMER_ERRORS,
    },
    "CustomerBulkRow": {
        "index": json_member("index"),
        "customer": _CUSTOMER,
        "userErrors": _CUSTOMER_ERRORS,
    },
    "CustomerGroupPayload": {
        "customerGroup": _entity("CustomerGroup", CustomerGroup, "customerGroup"),
        "moved": _list("GroupMove", "moved"),
        "skipped": _skipped,
        "userErrors": _ERRORS,
    },
    "GroupMove": {
        "customer": _CUSTOMER,
        "fromGroup": _entity("CustomerGroup", CustomerGroup, "fromGroup"),
        "toGroup": _entity("CustomerGroup", CustomerGroup, "toGroup"),
    },
    "CustomFieldDefinitionPayload": {
        "customFieldDefinition": _entity(
            "CustomFieldDefinition", CustomFieldDefinition, "customFieldDefinition"
        ),
        "userErrors": _ERRORS,
    },
    "PaymentRecordPayload": {
        "payment": _entity("Payment", Payment, "payment"),
        "customer": _CUSTOMER,
        "resolution": json_member("resolution"),
        "candidates": _list("DuplicateCandidate", "candidates"),
        "userErrors": _CUSTOMER_ERRORS,
    },
    "DuplicateCandidate": {
        "customer": _CUSTOMER,
        "score": json_member("score"),
        "matchedOn": json_member("matchedOn"),
    },
    "PaymentPayload": {"payment": _entity("Payment", Payment, "payment"), "userErrors": _ERRORS},
    "PaymentRequestPayload": {
        "paymentRequest": _entity("PaymentRequest", PaymentRequest, "paymentRequest"),
        "userErrors": _ERRORS,
    },
    "CustomerImportPayload": {
        "customerImport": _entity("CustomerImport", CustomerImport, "customerImport"),
        "userErrors": _ERRORS,
    },
    "UndoPayload": {
        "customerImport": _entity("CustomerImport", CustomerImport, "customerImport"),
        "reversed": _count("reversed"),
        "restored": _count("restored"),
        "keptCount": _count("keptCount"),
        "kept": _list("UndoKept", "kept"),
        "userErrors": _ERRORS,
    },
    "PaymentRequestBatchPayload": {
        "paymentRequestBatch": _entity("PaymentRequestBatch", PaymentRequestBatch, "paymentRequestBatch"),
        "userErrors": _ERRORS,
    },
    "MessageTemplatePayload": {
        "messageTemplate": _entity("MessageTemplate", MessageTemplate, "messageTemplate"),
        "userErrors": _ERRORS,
    },
    "CustomerExportPayload": {
        "customerExport": _entity("CustomerExport", CustomerExport, "customerExport"),
        "userErrors": _ERRORS,
    },
    "WebhookEndpointPayload": {
        "webhookEndpoint": _entity("WebhookEndpoint", WebhookEndpoint, "webhookEndpoint"),
        "userErrors": _ERRORS,
    },
    "WebhookSubscriptionPayload": {
        "webhookSubscription": _entity("WebhookSubscription", WebhookSubscription, "webhookSubscription"),
        "userErrors": _ERRORS,
    },
    "WebhookMessagePayload": {
        "webhookMessage": _entity("WebhookMessage", WebhookMessage, "webhookMessage"),
        "userErrors": _ERRORS,
    },
    "ApiKeySecretPayload": {
        "apiKey": _entity("ApiKey", ApiKey, "apiKey"),
        "secret": json_member("secret"),
        "userErrors": _ERRORS,
    },
    "ApiKeyPayload": {"apiKey": _entity("ApiKey", ApiKey, "apiKey"), "userErrors": _ERRORS},
    "DeletePayload": {"deletedId": json_member("deletedId"), "userErrors": _ERRORS},
}
