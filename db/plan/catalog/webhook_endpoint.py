"""Webhook endpoints; their addresses and secrets are the process's to tell."""

from typing import Any

from sqlalchemy import ColumnElement, case, null

from db.plan.build import Build, Node
from db.plan.nodes import code, global_id, id_text, leaf, to_many
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import WebhookEndpoint
from domain.caller import Caller
from domain.ids import EndpointId, Kind, decode
from domain.webhook_endpoint import EndpointAddress, SigningSecret


def _url(build: Build, row: Row, _field: Field) -> ColumnElement[Any]:
    return build.compute(id_text(Kind.WEBHOOK_ENDPOINT, row[WebhookEndpoint.id]), _address)


def _secret(build: Build, row: Row, _field: Field) -> ColumnElement[Any]:
    ours = row[WebhookEndpoint.secret].is_(None)
    named = id_text(Kind.WEBHOOK_ENDPOINT, row[WebhookEndpoint.id])
    return build.compute(case((ours, named), else_=null()), _signing)


def _address(named: Any, caller: Caller) -> EndpointAddress:
    return EndpointAddress(caller.merchant_id, _id(named))


def _signing(named: Any, _caller: Caller) -> SigningSecret | None:
    return None if named is None else SigningSecret(_id(named))


def _id(named: str) -> EndpointId:
    uuid = decode(named, Kind.WEBHOOK_ENDPOINT)
    assert uuid is not None
    return EndpointId(uuid)


WEBHOOK_ENDPOINT: dict[str, Node] = {
    "id": global_id(Kind.WEBHOOK_ENDPOINT, WebhookEndpoint.id),
    "kind": code(WebhookEndpoint.kind),
    "provider": leaf(WebhookEndpoint.provider),
    "url": _url,
    "secret": _secret,
    "createdAt": leaf(WebhookEndpoint.created_at),
    "lastEventAt": leaf(WebhookEndpoint.last_event_at),
}

WEBHOOK_ENDPOINTS = to_many(
    "WebhookEndpoint",
    WebhookEndpoint,
    lambda _build, _source, _row, _field: [],
    lambda row: [row[WebhookEndpoint.created_at], row[WebhookEndpoint.id]],
)
