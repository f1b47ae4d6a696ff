"""The merchant, and who the caller is to it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Text, case, cast, func, select
from sqlmodel import SQLModel

from db.plan.build import Build, Node, conditions_of
from db.plan.json import text_literal
from db.plan.nodes import expression, global_id, leaf, merchant_of
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import ApiKey, Merchant, WebhookEndpoint
from domain.access import permissions_of
from domain.actor import USER_PREFIX, ActorKind
from domain.caller import Caller
from domain.ids import Kind

MERCHANT: dict[str, Node] = {
    "id": global_id(Kind.MERCHANT, Merchant.merchant_id),
    "name": leaf(Merchant.name),
    "defaultRegion": leaf(Merchant.default_region),
    "defaultCurrency": leaf(Merchant.default_currency),
    "defaultLocale": leaf(Merchant.default_locale),
    "timeZone": leaf(Merchant.time_zone),
}


def own_merchant(build: Build, field: Field) -> ColumnElement[Any]:
    """Return the caller's merchant."""
    merchant = Row.of(Merchant)
    conditions = conditions_of(build, merchant, Merchant.merchant_id)
    with build.inside(merchant):
        value = build.object("Merchant", merchant, field)
    return build.subquery(select(value).select_from(merchant.source).where(*conditions))


def _of_caller(of: Callable[[Caller], str]) -> Node:
    """Something the caller's key says, known without asking the database."""
    return lambda build, _source, _field: build.bind(None, Text(), lambda _value, caller: of(caller))


def _permissions(build: Build, _source: Any, _field: Field) -> ColumnElement[Any]:
    def sorted_permissions(_value: Any, caller: Caller) -> list[str]:
        return sorted(map(str, permissions_of(caller.role)))

    return func.to_json(build.bind(None, ARRAY(Text()), sorted_permissions))


VIEWER: dict[str, Node] = {
    "merchant": lambda build, _source, field: own_merchant(build, field),
    "actor": lambda build, _source, field: build.object(
        "Actor", build.bind(None, Text(), lambda _value, caller: caller.actor), field
    ),
    "role": _of_caller(lambda caller: str(caller.role)),
    "permissions": _permissions,
}


def _actor_kind(actor: ColumnElement[Any]) -> ColumnElement[Any]:
    """An actor's prefix says what it is; one without a known prefix is the system itself."""
    return case(
        (_has_prefix(actor, Kind.API_KEY), text_literal(ActorKind.API_KEY)),
        (func.starts_with(actor, text_literal(USER_PREFIX)), text_literal(ActorKind.USER)),
        (_has_prefix(actor, Kind.IMPORT), text_literal(ActorKind.IMPORT)),
        (_has_prefix(actor, Kind.WEBHOOK_ENDPOINT), text_literal(ActorKind.WEBHOOK)),
        else_=text_literal(ActorKind.SYSTEM),
    )


def _has_prefix(actor: ColumnElement[Any], kind: Kind) -> ColumnElement[bool]:
    return func.starts_with(actor, text_literal(f"{kind}_"))


def _actor_name(build: Build, actor: ColumnElement[Any], _field: Field) -> ColumnElement[Any]:
    """What the merchant calls the key or the provider; those of other merchants have no name here."""
    return func.coalesce(
        _named(build, actor, Kind.API_KEY, ApiKey, ApiKey.name),
        _named(build, actor, Kind.WEBHOOK_ENDPOINT, WebhookEndpoint, WebhookEndpoint.provider),
    )


def _named(
    build: Build, actor: ColumnElement[Any], kind: Kind, table: type[SQLModel], name: Any
) -> ColumnElement[Any]:
    row, id_of = Row.of(table), table.id  # type: ignore[attr-defined]
    is_actor = text_literal(f"{kind}_").concat(cast(row[id_of], Text)) == actor
    conditions = conditions_of(build, row, merchant_of(table), [is_actor])
    return build.subquery(select(row[name]).select_from(row.source).where(*conditions))


ACTOR: dict[str, Node] = {
    "kind": expression(_actor_kind),
    "id": expression(lambda actor: actor),
    "name": _actor_name,
}
