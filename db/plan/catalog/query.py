"""The root fields that read."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Text, Uuid, and_, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from db.plan.build import Build, Convert, Node
from db.plan.catalog.api_key import own_keys
from db.plan.catalog.custom_field import own_definitions
from db.plan.catalog.message_template import own_templates
from db.plan.catalog.rendered_message import json_message
from db.plan.catalog.webhook_endpoint import WEBHOOK_ENDPOINTS
from db.plan.catalog.webhook_subscription import WEBHOOK_SUBSCRIPTIONS
from db.plan.filters.values import storable
from db.plan.json import array_of, text_literal
from db.plan.limits import given
from db.plan.lists.batches import BATCHES
from db.plan.lists.customers import CUSTOMERS
from db.plan.lists.exports import EXPORTS
from db.plan.lists.groups import GROUPS
from db.plan.lists.imports import IMPORTS
from db.plan.lists.payment_requests import REQUESTS
from db.plan.lists.payments import PAYMENTS
from db.plan.nodes import json_elements, to_one
from db.plan.pages import connection
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import (
    Customer,
    CustomerExport,
    CustomerGroup,
    CustomerIdentity,
    CustomerImport,
    CustomFieldDefinition,
    Merchant,
    MessageTemplate,
    Payment,
    PaymentRequest,
    PaymentRequestBatch,
)
from domain.caller import Caller
from domain.customer import IdentityKind
from domain.email import normalise_email
from domain.errors import EmailInvalid, ExactlyOneArgument, TooManyItems
from domain.group import group_key
from domain.ids import Kind, decode, decode_any
from domain.paging import PAGE_SIZE_LIMIT
from domain.phone import read_phone

# Kind of id, type, table and its id column.
_Named = tuple[Kind, str, type[SQLModel], Any]

_JOBS: tuple[_Named, ...] = (
    (Kind.IMPORT, "CustomerImport", CustomerImport, CustomerImport.id),
    (Kind.EXPORT, "CustomerExport", CustomerExport, CustomerExport.id),
    (Kind.BATCH, "PaymentRequestBatch", PaymentRequestBatch, PaymentRequestBatch.id),
)
# What an id may name.
_NODES: tuple[_Named, ...] = (
    (Kind.CUSTOMER, "Customer", Customer, Customer.id),
    (Kind.GROUP, "CustomerGroup", CustomerGroup, CustomerGroup.id),
    (Kind.PAYMENT, "Payment", Payment, Payment.id),
    (Kind.PAYMENT_REQUEST, "PaymentRequest", PaymentRequest, PaymentRequest.id),
    (Kind.CUSTOM_FIELD, "CustomFieldDefinition", CustomFieldDefinition, CustomFieldDefinition.id),
    (Kind.MESSAGE_TEMPLATE, "MessageTemplate", MessageTemplate, MessageTemplate.id),
    *_JOBS,
    (Kind.MERCHANT, "Merchant", Merchant, Merchant.merchant_id),
)


def _decoded(kind: Kind) -> Convert:
    return lambda text, _caller: decode(text, kind)


def _by_id(kind: Kind, type_name: str, table: type[SQLModel], id_of: Any) -> Node:
    """The one row of an id; null for an unknown one, a foreign one, and what is no id at all."""

    def build_by_id(build: Build, _source: Any, field: Field) -> ColumnElement[Any]:
        asked = build.bind(field.arguments["id"], Uuid(), _decoded(kind), field=field)
        return to_one(type_name, table, lambda _source, row: row[id_of] == asked)(build, None, field)

    return build_by_id


def _exactly_one(field: Field, names: Sequence[str]) -> str:
    """Return the argument that is given.

    Errors: ExactlyOneArgument for none and for several.
    """
    chosen = [name for name in names if given(field.arguments, name)]
    if len(chosen) != 1:
        raise ExactlyOneArgument(arguments=list(names))
    return chosen[0]


def _phone_value(text: str, caller: Caller) -> str | None:
    return read_phone(storable(text, caller), caller.region).e164


def _email_value(text: str, caller: Caller) -> str | None:
    try:
        return normalise_email(storable(text, caller))
    except EmailInvalid:
        return None


_IDENTITIES: dict[str, tuple[IdentityKind, Convert]] = {
    "externalReference": (IdentityKind.EXTERNAL_REFERENCE, storable),
    "phone": (IdentityKind.PHONE, _phone_value),
    "email": (IdentityKind.EMAIL, _email_value),
}


def _customer(build: Build, _source: Any, field: Field) -> ColumnElement[Any]:
    """One customer by id, or by one of what identifies it."""
    name = _exactly_one(field, ("id", *_IDENTITIES))
    if name == "id":
        return _by_id(Kind.CUSTOMER, "Customer", Customer, Customer.id)(build, None, field)
    kind, convert = _IDENTITIES[name]
    value = build.bind(field.arguments[name], Text(), convert, field=field)
    identity = Row.of(CustomerIdentity)
    leads_to = (
        select(identity[CustomerIdentity.customer_id])
        .select_from(identity.source)
        .where(
            identity[CustomerIdentity.merchant_id] == build.merchant,
            identity[CustomerIdentity.kind] == str(kind),
            identity[CustomerIdentity.value] == value,
        )
        .scalar_subquery()
    )
    return to_one("Customer", Customer, lambda _source, row: row[Customer.id] == leads_to)(build, None, field)


def _group(build: Build, _source: Any, field: Field) -> ColumnElement[Any]:
    """One group by id, or by its name without regard to case, accents and spaces."""
    if _exactly_one(field, ("id", "name")) == "id":
        return _by_id(Kind.GROUP, "CustomerGroup", CustomerGroup, CustomerGroup.id)(build, None, field)
    key = build.bind(field.arguments["name"], Text(), _group_key, field=field)
    return to_one("CustomerGroup", CustomerGroup, lambda _source, row: row[CustomerGroup.name_key] == key)(
        build, None, field
    )


def _group_key(name: str, caller: Caller) -> str:
    return group_key(storable(name, caller))


def _one_of(named: Sequence[_Named]) -> Node:
    """What an id names, whatever kind of these it is of."""

    def build_one_of(build: Build, _source: Any, field: Field) -> ColumnElement[Any]:
        return func.coalesce(
            *(
                _by_id(kind, type_name, table, id_of)(build, None, field)
                for kind, type_name, table, id_of in named
            )
        )

    return build_one_of


def _nodes(build: Build, _source: Any, field: Field) -> ColumnElement[Any]:
    """What each id names, in the order given; null where it names nothing."""
    kinds = build.bind(field.arguments["ids"], ARRAY(Text()), _kinds_asked, field=field)
    uuids = build.bind(field.arguments["ids"], ARRAY(Uuid()), _uuids_asked, field=field)
    asked = func.unnest(kinds, uuids).table_valued("kind", "id", with_ordinality="place", name="asked")
    row = Row(asked.render_derived())
    with build.inside(row), build.at("[]"):
        found = func.coalesce(
            *(
                to_one(type_name, table, _asked_for(kind, id_of))(build, row, field)
                for kind, type_name, table, id_of in _NODES
            )
        )
    return build.subquery(select(array_of(found, position=row.source.c.place)).select_from(row.source))


def _asked_for(kind: Kind, id_of: Any) -> Callable[[Any, Row], ColumnElement[bool]]:
    return lambda asked, row: and_(asked.source.c.kind == str(kind), row[id_of] == asked.source.c.id)


def _asked(ids: Sequence[str]) -> list[tuple[Kind, UUID] | None]:
    if len(ids) > PAGE_SIZE_LIMIT:
        raise TooManyItems(limit=PAGE_SIZE_LIMIT, count=len(ids))
    return [decode_any(text) for text in ids]


def _kinds_asked(ids: Sequence[str], _caller: Caller) -> list[str | None]:
    return [found and str(found[0]) for found in _asked(ids)]


def _uuids_asked(ids: Sequence[str], _caller: Caller) -> list[UUID | None]:
    return [found and found[1] for found in _asked(ids)]


def _told(type_name: str, source_of: Callable[[Any], Any] = lambda element: element) -> Node:
    """A list of objects that Python has made of the same snapshot: the member of the seed by its name."""

    def build_told(build: Build, _source: Any, field: Field) -> ColumnElement[Any]:
        told = build.fact("seed", JSONB()).op("->")(text_literal(field.name))
        return json_elements(type_name, lambda seed: seed, source_of=source_of)(build, told, field)

    return build_told


QUERY: dict[str, Node] = {
    "node": _one_of(_NODES),
    "nodes": _nodes,
    "viewer": lambda build, _source, field: build.object("Viewer", None, field),
    "customer": _customer,
    "customers": connection(CUSTOMERS),
    "customerGroup": _group,
    "customerGroups": connection(GROUPS),
    "customFieldDefinitions": own_definitions,
    "messageTags": _told("MessageTag"),
    "messageTemplates": own_templates,
    "messageTemplate": _by_id(Kind.MESSAGE_TEMPLATE, "MessageTemplate", MessageTemplate, MessageTemplate.id),
    "messagePreview": _told("RenderedMessage", json_message),
    "payment": _by_id(Kind.PAYMENT, "Payment", Payment, Payment.id),
    "payments": connection(PAYMENTS),
    "paymentRequest": _by_id(Kind.PAYMENT_REQUEST, "PaymentRequest", PaymentRequest, PaymentRequest.id),
    "paymentRequests": connection(REQUESTS),
    "customerImport": _by_id(Kind.IMPORT, "CustomerImport", CustomerImport, CustomerImport.id),
    "customerImports": connection(IMPORTS),
    "customerExport": _by_id(Kind.EXPORT, "CustomerExport", CustomerExport, CustomerExport.id),
    "customerExports": connection(EXPORTS),
    "paymentRequestBatch": _by_id(
        Kind.BATCH, "PaymentRequestBatch", PaymentRequestBatch, PaymentRequestBatch.id
    ),
    "paymentRequestBatches": connection(BATCHES),
    "job": _one_of(_JOBS),
    "webhookEndpoints": WEBHOOK_ENDPOINTS,
    "apiKeys": own_keys,
    "webhookSubscriptions": WEBHOOK_SUBSCRIPTIONS,
}
