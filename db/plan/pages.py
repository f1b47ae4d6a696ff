"""Connections: one keyset page of rows, with its cursors, its neighbours and what is counted beside it."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    and_,
    case,
    cast,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from db.plan.build import Build, Node, conditions_of
from db.plan.cursor import cursor_text
from db.plan.json import JsonObject, array_of
from db.plan.limits import asked_size, given, one_more, page_size, paging_backward
from db.plan.listed import Listed
from db.plan.nodes import Condition, merchant_of
from db.plan.row import Row
from db.plan.selection import Field

Scope = Callable[[Build, Any, Row], Sequence[Condition]]


def connection(listed: Listed, scope: Scope = lambda _build, _source, _row: ()) -> Node:
    """A connection over `listed`, narrowed by `scope` to what belongs to the source."""

    def build_connection(build: Build, source: Any, field: Field) -> ColumnElement[Any]:
        return Connection(build, listed, scope, source, field).expression()

    return build_connection


class Connection:
    """One connection while it is built."""

    def __init__(self, build: Build, listed: Listed, scope: Scope, source: Any, field: Field) -> None:
        self.build = build
        self.listed = listed
        self.source = source
        self.field = field
        self.order = listed.order(build, field)
        self.backward = paging_backward(field)
        self._scope = scope
        (self.type_name,) = field.selections  # a connection is an object type: one entry
        self.children = field.fields_of(self.type_name)

    def expression(self) -> ColumnElement[Any]:
        """Return the connection as JSON: from a page of rows if one is selected, else from none."""
        page = self._page()  # built even if it is not selected, since its arguments are checked all the same
        if not any(child.name in ("nodes", "edges", "pageInfo") for child in self.children):
            return JsonObject(self._members(None))
        with self.build.inside(page):
            answer = JsonObject(self._members(page))
        # `having` makes it one row even when nothing is aggregated: `pageInfo { __typename }`.
        return self.build.subquery(select(answer).select_from(page.source).having(true()))

    # ── the rows ────────────────────────────────────────────────────────────────────────────────

    def rows(self) -> tuple[Row, Condition]:
        """Return a fresh occurrence of the table and the condition that makes it all listed rows."""
        occurrence = self.listed.occurrence
        row = occurrence(self.build, self.source) if occurrence else Row.of(self.listed.table)
        conditions = conditions_of(self.build, row, merchant_of(self.listed.table))
        conditions += self._scope(self.build, self.source, row)
        with self.build.inside(row):
            conditions += self.listed.filters(self.build, row, self.field)
        return row, and_(*conditions)

    def _page(self) -> Row:
        """Return the rows of this page, and one beyond when it is asked whether more follow."""
        row, condition = self.rows()
        with self.build.inside(row):
            order = self.order.clauses(row, backward=self.backward)
            bounds = self._bounds(row)
        columns: list[ColumnElement[Any]] = list(row.source.c)
        if self._counts_rows:
            columns.append(func.row_number().over(order_by=order).label("place"))
        size = self.build.bind(
            asked_size(self.field),
            BigInteger(),
            one_more if self._asks_for_more else page_size,
            field=self.field,
        )
        return self.build.derived(select(*columns).where(condition, *bounds).order_by(*order).limit(size))

    def _bounds(self, row: Row) -> list[Condition]:
        bounds = []
        if given(self.field.arguments, "after"):
            position = self.order.position(self.build, self.field, "after")
            bounds.append(self.order.beyond(row, position, before=False))
        if given(self.field.arguments, "before"):
            position = self.order.position(self.build, self.field, "before")
            bounds.append(self.order.beyond(row, position, before=True))
        return bounds

    @property
    def _page_info(self) -> set[str]:
        return {
            part.name
            for child in self.children
            if child.name == "pageInfo"
            for part in child.fields_of("PageInfo")
        }

    @property
    def _asks_for_more(self) -> bool:
        return ("hasPreviousPage" if self.backward else "hasNextPage") in self._page_info

    @property
    def _counts_rows(self) -> bool:
        return self.backward or self._asks_for_more or bool({"startCursor", "endCursor"} & self._page_info)

    # ── what is selected ────────────────────────────────────────────────────────────────────────

    def _members(self, page: Row | None) -> list[tuple[str, ColumnElement[Any]]]:
        members = []
        for child in self.children:
            with self.build.at(child.key):
                members.append((child.key, self._member(child, page)))
        return members

    def _member(self, child: Field, page: Row | None) -> ColumnElement[Any]:
        if page is not None:
            match child.name:
                case "nodes":
                    return self._collected(page, self._node(child, page, self.listed.type_name))
                case "edges":
                    return self._collected(page, self._edge(child, page))
                case "pageInfo":
                    return JsonObject(
                        (part.key, self._page_info_member(part.name, page))
                        for part in child.fields_of("PageInfo")
                    )
        match child.name:
            case "totalCount":
                return self._total()
            case "__typename":
                return literal_column(f"'{self.type_name}'::text")
        return (self.listed.beside or {})[child.name](self, child)

    def _node(self, child: Field, page: Row, type_name: str) -> ColumnElement[Any]:
        with self.build.at("[]"):
            return self.build.object(type_name, page, child)

    def _edge(self, child: Field, page: Row) -> ColumnElement[Any]:
        (edge_type,) = child.selections
        members: list[tuple[str, ColumnElement[Any]]] = []
        for part in child.fields_of(edge_type):
            match part.name:
                case "cursor":
                    value: ColumnElement[Any] = self.order.cursor(page)
                case "node":
                    with self.build.at("[]", part.key):
                        value = self.build.object(self.listed.type_name, page, part)
                case _:
                    value = literal_column(f"'{edge_type}'::text")
            members.append((part.key, value))
        return JsonObject(members)

    def _collected(self, page: Row, element: ColumnElement[Any]) -> ColumnElement[Any]:
        place = page.source.c.place if self._counts_rows else None
        # Rows come in order, which json_agg keeps; a page counted from its end is turned round.
        position = place.desc() if self.backward and place is not None else None
        return array_of(element, position=position, only=self._inside(page))

    def _inside(self, page: Row) -> Condition | None:
        """Tell whether a row belongs to the page and is not the one beyond it."""
        if not self._asks_for_more:
            return None
        size = self.build.bind(asked_size(self.field), BigInteger(), page_size, field=self.field)
        return page.source.c.place <= size

    def _total(self) -> ColumnElement[Any]:
        known = self.listed.total(self.build, self.source, self.field)
        return self.counted(lambda _row: func.count()) if known is None else known

    def counted(self, aggregate: Callable[[Row], ColumnElement[Any]]) -> ColumnElement[Any]:
        """Return an aggregate over all rows that the filters leave, not only this page's."""
        row, condition = self.rows()
        return self.build.subquery(select(aggregate(row)).select_from(row.source).where(condition))

    # ── the neighbours ──────────────────────────────────────────────────────────────────────────

    def _page_info_member(self, name: str, page: Row) -> ColumnElement[Any]:
        match name:
            case "hasNextPage":
                return self._has_neighbour(page, "before", ahead=not self.backward)
            case "hasPreviousPage":
                return self._has_neighbour(page, "after", ahead=self.backward)
            case "startCursor":
                return self._cursor_at(page, last=self.backward)
            case "endCursor":
                return self._cursor_at(page, last=not self.backward)
            case _:
                return literal_column("'PageInfo'::text")

    def _has_neighbour(self, page: Row, bound: str, *, ahead: bool) -> ColumnElement[Any]:
        """Tell whether rows lie on one side: `ahead` in reading order, or behind the `bound` given."""
        answers: list[ColumnElement[Any]] = []
        if ahead:
            size = self.build.bind(asked_size(self.field), BigInteger(), page_size, field=self.field)
            answers.append(func.count() > size)
        if given(self.field.arguments, bound):
            row, condition = self.rows()
            position = self.order.position(self.build, self.field, bound)
            behind = self.order.beyond(row, position, before=bound == "after", inclusive=True)
            answers.append(
                self.build.subquery(
                    select(func.count() > 0).select_from(
                        select(literal_column("1"))
                        .select_from(row.source)
                        .where(condition, behind)
                        .limit(1)
                        .correlate(*self.build.enclosing)
                        .subquery()
                    )
                )
            )
        return or_(*answers) if answers else false()

    def _cursor_at(self, page: Row, *, last: bool) -> ColumnElement[Any]:
        """Return the cursor of the row read first, or `last`, or null on an empty page.

        The keys of all rows are gathered, which is cheap, so that only one cursor is encoded.
        """
        size = self.build.bind(asked_size(self.field), BigInteger(), page_size, field=self.field)
        rows = func.least(func.count(), size)
        place = cast(rows if last else literal_column("1"), Integer)
        keys = [
            func.array_agg(self._in_reading_order(key, page))[place] for key in self.order.expressions(page)
        ]
        return case((rows > 0, cursor_text(self.order.signature, keys)), else_=null())

    def _in_reading_order(self, key: ColumnElement[Any], page: Row) -> ColumnElement[Any]:
        # Where `_collected` turns rows round, Postgres may do so for every aggregate beside it.
        return aggregate_order_by(key, page.source.c.place) if self.backward else key
