"""API keys: all but their digests, which the role of requests can't read."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, null, or_, select

from db.plan.build import Build, Node, conditions_of
from db.plan.json import array_of
from db.plan.nodes import code, expression, global_id, leaf
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import ApiKey
from domain.ids import Kind


def _valid(row: Row) -> ColumnElement[bool]:
    unended = or_(row[ApiKey.expires_at].is_(None), row[ApiKey.expires_at] > func.now())
    return and_(row[ApiKey.revoked_at].is_(None), unended)


def _previous_until(row: Row) -> ColumnElement[Any]:
    until = row[ApiKey.previous_until]
    return case((and_(_valid(row), until > func.now()), until), else_=null())


API_KEY: dict[str, Node] = {
    "id": global_id(Kind.API_KEY, ApiKey.id),
    "name": leaf(ApiKey.name),
    "role": code(ApiKey.role),
    "valid": expression(_valid),
    "createdAt": leaf(ApiKey.created_at),
    "expiresAt": leaf(ApiKey.expires_at),
    "lastUsedAt": leaf(ApiKey.last_used_at),
    "rotatedAt": leaf(ApiKey.rotated_at),
    "previousSecretUntil": expression(_previous_until),
    "revokedAt": leaf(ApiKey.revoked_at),
}

# All columns but the digests.
_READABLE = (
    ApiKey.id,
    ApiKey.name,
    ApiKey.role,
    ApiKey.created_at,
    ApiKey.expires_at,
    ApiKey.last_used_at,
    ApiKey.rotated_at,
    ApiKey.previous_until,
    ApiKey.revoked_at,
)


def own_keys(build: Build, _source: Any, field: Field) -> ColumnElement[Any]:
    """The merchant's keys, the oldest first."""
    table = Row.of(ApiKey)
    chosen = (
        select(*(table[attribute] for attribute in _READABLE))
        .where(*conditions_of(build, table, ApiKey.merchant_id))
        .order_by(table[ApiKey.created_at], table[ApiKey.id])
    )
    keys = build.derived(chosen)
    with build.inside(keys), build.at("[]"):
        key = build.object("ApiKey", keys, field)
    return build.subquery(select(array_of(key)).select_from(keys.source))
