"""Lists of groups: by name, searched by a part of it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Text, func

from db.plan.build import Build
from db.plan.limits import given
from db.plan.listed import DefaultOrder, Listed, sorted_by
from db.plan.nodes import Condition
from db.plan.ordering import Key
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import CustomerGroup
from domain.caller import Caller
from domain.group import group_key
from domain.storable import require_storable

_KEYS = (
    Key(str, lambda row: row[CustomerGroup.name_key]),
    Key(UUID, lambda row: row[CustomerGroup.id]),
)


def _named(build: Build, row: Row, field: Field) -> Sequence[Condition]:
    if not given(field.arguments, "query"):
        return ()
    asked = build.bind(field.arguments["query"], Text(), _as_key, field=field)
    return (func.strpos(row[CustomerGroup.name_key], asked) > 0,)


def _as_key(query: str, _caller: Caller) -> str:
    return group_key(require_storable(query))


GROUPS = Listed(
    "CustomerGroup",
    CustomerGroup,
    _named,
    sorted_by("groups", {"NAME": _KEYS}, DefaultOrder("NAME", descending=False)),
)
