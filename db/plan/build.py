"""The walk over a selection and the catalog, and what it collects on the way: parameters and computations."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    ScalarSelect,
    Select,
    Uuid,
    bindparam,
    literal_column,
)
from sqlalchemy.types import TypeEngine

from db.plan.json import JsonArray, JsonObject, text_literal
from db.plan.row import Row
from db.plan.selection import Field
from domain.caller import Caller
from domain.errors import Failure

Convert = Callable[[Any, Caller], Any]


class Node(Protocol):
    """Represents a field of the schema: given where it stands, it says what Postgres computes."""

    def __call__(self, build: "Build", source: Any, field: Field, /) -> ColumnElement[Any]:
        """Return the JSON-able expression of `field`, read from `source`."""


Catalog = Mapping[str, Mapping[str, Node]]


@dataclass(frozen=True, slots=True)
class Parameter:
    """Where an argument of the statement comes from.

    `value` may hold slots; `convert` makes the database's value of it and raises the Failure that
    tells a client what is wrong with theirs. `field` is where it was given, for that error.
    """

    value: Any
    convert: Convert
    field: Field | None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something about the caller or the run that is no argument: `merchant_id`, `seed` …"""

    name: str


@dataclass(frozen=True, slots=True)
class Computed:
    """A leaf that Python finishes.

    At `path` in the answer ("[]" steps into a list) stands `[number, inputs]`.
    """

    number: int
    path: tuple[str, ...]
    compute: Convert


def as_given(value: Any, caller: Caller) -> Any:
    """Convert nothing."""
    del caller
    return value


class ArgumentRefused(Exception):
    """A client's value cannot be used; `failure` says why, `field` where it was given."""

    def __init__(self, failure: Failure, field: Field | None) -> None:
        super().__init__(failure.code)
        self.failure = failure
        self.field = field


class Build:
    """One walk. Nodes call back into it for what lies beneath them."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._path: list[str] = []
        self._enclosing: list[FromClause] = []
        self._facts: dict[str, BindParameter[Any]] = {}
        self.parameters: dict[str, Parameter | Fact] = {}
        self.computed: list[Computed] = []

    # ── values ──────────────────────────────────────────────────────────────────────────────────

    @property
    def merchant(self) -> ColumnElement[Any]:
        """The merchant whose rows may be seen; every statement and sub-query names it."""
        return self.fact("merchant_id", Uuid())

    def fact(self, name: str, type_: TypeEngine[Any]) -> ColumnElement[Any]:
        """Return the parameter for something the run knows."""
        if name not in self._facts:
            self._facts[name] = bindparam(name, None, type_)
            self.parameters[name] = Fact(name)
        return self._facts[name]

    def bind(
        self, value: Any, type_: TypeEngine[Any], convert: Convert = as_given, *, field: Field | None = None
    ) -> ColumnElement[Any]:
        """Return a parameter for a value of the client's; it is converted at each run."""
        name = f"value_{len(self.parameters)}"
        self.parameters[name] = Parameter(value, convert, field)
        return bindparam(name, None, type_)

    # ── structure ───────────────────────────────────────────────────────────────────────────────

    def members(
        self, type_name: str, source: Any, fields: Sequence[Field]
    ) -> Iterator[tuple[str, ColumnElement[Any]]]:
        """Yield response key and expression of each selected field of a type."""
        nodes = self._catalog[type_name]
        for field in fields:
            if field.name == "__typename":
                yield field.key, text_literal(type_name)
                continue
            with self.at(field.key):
                yield field.key, self.value(nodes[field.name], source, field)

    def value(self, node: Node, source: Any, field: Field) -> ColumnElement[Any]:
        """Return the expression of one field.

        Errors: ArgumentRefused when its arguments contradict each other.
        """
        try:
            return node(self, source, field)
        except Failure as failure:
            raise ArgumentRefused(failure, field) from failure

    def object(self, type_name: str, source: Any, field: Field) -> ColumnElement[Any]:
        """Return the JSON object for what is selected beneath `field`."""
        return JsonObject(self.members(type_name, source, field.fields_of(type_name)))

    def subquery(self, statement: Select[*tuple[Any, ...]]) -> ScalarSelect[Any]:
        """Return a statement as a value inside the enclosing ones, whose rows it may name."""
        return statement.correlate(*self._enclosing).scalar_subquery()

    @property
    def enclosing(self) -> tuple[FromClause, ...]:
        """The rows that a sub-query may name."""
        return tuple(self._enclosing)

    def derived(self, statement: Select[*tuple[Any, ...]]) -> Row:
        """Return a statement as a row source inside the enclosing ones."""
        return Row(statement.correlate(*self._enclosing).subquery())

    @contextmanager
    def inside(self, *rows: Row) -> Iterator[None]:
        """While open, sub-queries may name these rows."""
        self._enclosing.extend(row.source for row in rows)
        try:
            yield
        finally:
            del self._enclosing[-len(rows) :]

    @contextmanager
    def at(self, *steps: str) -> Iterator[None]:
        """While open, computed leaves lie beneath these steps of the answer."""
        self._path.extend(steps)
        try:
            yield
        finally:
            del self._path[-len(steps) :]

    def compute(self, inputs: ColumnElement[Any], compute: Convert) -> ColumnElement[Any]:
        """Return `inputs`, which Python will replace by `compute(inputs, caller)` in the answer.

        They are marked with the computation's number, since objects of several types may stand at a path.
        """
        number = len(self.computed)
        self.computed.append(Computed(number, tuple(self._path), compute))
        return JsonArray([literal_column(str(number)), inputs])


def conditions_of(build: Build, row: Row, attribute: Any, further: Iterable[Any] = ()) -> list[Any]:
    """Return the merchant's predicate for a row, which comes first everywhere, and further ones."""
    return [row[attribute] == build.merchant, *further]
