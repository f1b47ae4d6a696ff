"""What is followed: a job by its id, and rows by what the seed of each event names."""

from typing import Any

from sqlalchemy import ColumnElement, Uuid, cast
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from db.plan.build import Build, Node
from db.plan.catalog.query import QUERY
from db.plan.json import text_literal
from db.plan.nodes import to_one
from db.plan.selection import Field
from db.tables import Customer, Payment, PaymentRequest


def _changed(type_name: str, table: type[SQLModel]) -> Node:
    """The row that an event is about, as it is by now; null when it is gone."""
    id_of: Any = table.id  # type: ignore[attr-defined]

    def build_changed(build: Build, _source: Any, field: Field) -> ColumnElement[Any]:
        named = build.fact("seed", JSONB()).op("->>")(text_literal("changed"))
        return to_one(type_name, table, lambda _source, row: row[id_of] == cast(named, Uuid()))(
            build, None, field
        )

    return build_changed


SUBSCRIPTION: dict[str, Node] = {
    "jobProgress": QUERY["job"],
    "customerChanged": _changed("Customer", Customer),
    "paymentRecorded": _changed("Payment", Payment),
    "paymentRequestChanged": _changed("PaymentRequest", PaymentRequest),
}
