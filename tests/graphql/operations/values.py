"""What is given for an argument: a value of its type and place, as literal, variable, or both."""

from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    get_named_type,
    get_nullable_type,
    is_non_null_type,
)
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.graphql.operations.literals import braced, literal
from tests.graphql.operations.vocabulary import Vocabulary, rarely

MAX_WHERE_DEPTH = 2
_PAGES = (
    (),
    (),
    ("first",),
    ("first",),
    ("last",),
    ("first", "after"),
    ("last", "before"),
    ("after",),
    ("before",),
    ("first", "before"),
    ("last", "after"),
    ("first", "after", "before"),
)
_PAGING = ("first", "after", "last", "before")
_DEFAULT_ORDERS = {
    "CustomerConnection": "customers NAME asc",
    "PaymentConnection": "payments PAID_AT desc",
    "PaymentRequestConnection": "paymentRequests CREATED_AT desc",
    "PaymentRequestBatchConnection": "paymentRequestBatches CREATED_AT desc",
    "CustomerGroupConnection": "groups NAME asc",
    "CustomerImportConnection": "imports CREATED_AT desc",
    "CustomerExportConnection": "exports CREATED_AT desc",
    "ImportIssueConnection": "issues ROW asc",
    "ImportRowConnection": "rows ROW asc",
    "TimelineEventConnection": "timeline AT desc",
    "WebhookMessageConnection": "webhook_messages CREATED_AT desc",
}
_ORDER_IN_BATCH = "paymentRequestsOfBatch ID asc"


@dataclass(slots=True)
class Values:
    """Draws values and collects the variables that they need."""

    draw: DrawFn
    vocabulary: Vocabulary
    declared: list[str] = field(default_factory=list)
    given: dict[str, Any] = field(default_factory=dict)
    given_later: dict[str, Any] = field(default_factory=dict)

    def chance(self, one_in: int) -> bool:
        """Tell whether something happens that happens once in so many times."""
        # Not at 0, so that a failing example shrinks to a plain document, nor at the other end:
        # Hypothesis likes to try both.
        return self.draw(st.integers(0, 2 * one_in - 1)) in (one_in - 1, one_in)

    def arguments(
        self, parent: str, name: str, given: dict[str, GraphQLArgument], returned: str, *, quiet: bool = False
    ) -> str:
        """Return the arguments of a field, in parentheses if there are any; few where it shall lead on."""
        one_in = 8 if quiet else 2
        values = {
            one: self.value(argument.type, _place(name, one), 0)
            for one, argument in given.items()
            if one not in _PAGING and (is_non_null_type(argument.type) or self.chance(one_in))
        }
        if name in ("customer", "customerGroup") and parent == "Query":
            values = self._exactly_one(name, given)
        if returned in _DEFAULT_ORDERS and (not quiet or self.chance(one_in)):
            values |= self._paging(parent, values, returned, given)
        written = [
            f"{one}: {self.written(given[one].type, value, _place(name, one))}"
            for one, value in values.items()
        ]
        return f"({', '.join(written)})" if written else ""

    def _exactly_one(self, field_name: str, given: dict[str, GraphQLArgument]) -> dict[str, Any]:
        count = 2 if self.chance(20) else 1
        names = self.draw(
            st.lists(st.sampled_from(sorted(given)), min_size=count, max_size=count, unique=True)
        )
        return {one: self.value(given[one].type, _place(field_name, one), 0, nullable=False) for one in names}

    def _paging(
        self, parent: str, values: dict[str, Any], returned: str, given: dict[str, GraphQLArgument]
    ) -> dict[str, Any]:
        names = self.draw(st.sampled_from(_PAGES))
        if self.chance(40):
            names = ("first", "last")
        signature = _ORDER_IN_BATCH if parent == "PaymentRequestBatch" else _signature(values, returned)
        sizes = rarely(st.sampled_from((250, 251, -1)), st.integers(0, 6))
        return {
            name: self.draw(sizes if name in ("first", "last") else self.vocabulary.cursor(signature))
            for name in names
            if name in given
        }

    def value(self, type_: GraphQLInputType, place: str, depth: int, *, nullable: bool = True) -> Any:
        """Return a value as JSON has it; now and then null, where null is allowed."""
        if nullable and not is_non_null_type(type_) and self.chance(12):
            return None
        match get_nullable_type(type_):
            case GraphQLList(of_type=items):
                count = self.draw(st.sampled_from((1, 1, 2, 0, 3)))
                return [self.value(items, place, depth) for _ in range(count)]
            case GraphQLInputObjectType() as input_type:
                return self._input(input_type, place, depth)
            case GraphQLEnumType() as enum:
                return self.draw(st.sampled_from(sorted(enum.values)))
        return self.draw(self._scalar(get_named_type(type_).name, place))

    def filter(self, type_: GraphQLInputType) -> dict[str, Any]:
        """Return a `where` that asks for something."""
        bare = get_nullable_type(type_)
        assert isinstance(bare, GraphQLInputObjectType)
        name = self.draw(st.sampled_from(sorted(bare.fields)))
        return {name: self.value(bare.fields[name].type, name, 1, nullable=False)}

    def _input(self, type_: GraphQLInputObjectType, place: str, depth: int) -> dict[str, Any]:
        required = [name for name, one in type_.fields.items() if is_non_null_type(one.type)]
        optional = [
            name
            for name, one in type_.fields.items()
            if name not in required and (get_named_type(one.type) is not type_ or depth < MAX_WHERE_DEPTH)
        ]
        chosen = self.draw(st.lists(st.sampled_from(optional), max_size=2, unique=True)) if optional else []
        return {
            name: self.value(type_.fields[name].type, _inside(type_, place, name), depth + 1)
            for name in [*required, *chosen]
        }

    def _scalar(self, name: str, place: str) -> st.SearchStrategy[Any]:
        match name:
            case "ID":
                return self.vocabulary.id(place)
            case "String":
                return self.vocabulary.text(place)
            case "Boolean":
                return st.booleans()
            case "Int":
                return st.integers(-1, 6)
            case "DateTime":
                return self.vocabulary.moment(place)
            case "Decimal":
                return st.sampled_from(("0", "12.50", 12.5, "0.005", "1250", 1234, "-1", "1E+2"))
            case "CurrencyCode":
                return st.sampled_from(("EUR", "EUR", "JPY", "KWD", "eur", "CHF", "USD", "XXX"))
            case "Locale":
                return st.sampled_from(("de-DE", "fr", "en_GB", "de-CH", "ja-JP", "xx"))
        assert name == "JSON", f"no values are known for {name}"
        return self.vocabulary.custom_value()

    def written(self, type_: GraphQLInputType, value: Any, place: str) -> str:
        """Return a value as it stands in the document; variables may stand for it or for parts of it."""
        if self.chance(4):
            return self.variable(type_, value, place)
        bare = get_nullable_type(type_)
        if isinstance(bare, GraphQLInputObjectType) and isinstance(value, dict):
            return braced(
                {
                    name: self.written(bare.fields[name].type, one, _inside(bare, place, name))
                    for name, one in value.items()
                }
            )
        if isinstance(bare, GraphQLList) and isinstance(value, list):
            return f"[{', '.join(self.written(bare.of_type, item, place) for item in value)}]"
        return literal(type_, value)

    def variable(self, type_: GraphQLInputType, value: Any, place: str) -> str:
        """Return a new variable with this value: sent, or its default, or left out where it may be.

        Once more, it is sent with another value of its place; a cursor stays, as its order does.
        """
        name = f"v{len(self.declared)}"
        self.given_later[name] = value if place in ("after", "before") else self.value(type_, place, 1)
        declaration = f"${name}: {type_}"
        if self.chance(8):
            declaration += f" = {literal(type_, value)}"
        elif is_non_null_type(type_) or not self.chance(10):
            self.given[name] = value
        self.declared.append(declaration)
        return f"${name}"


def _place(field_name: str, argument: str) -> str:
    is_of_field = argument in ("id", "expiresAt")
    return f"{field_name}.{argument}" if is_of_field else argument


def _inside(type_: GraphQLInputObjectType, place: str, name: str) -> str:
    """Return the place of an input field; those of a StringFilterInput are about what holds it."""
    return place if type_.name == "StringFilterInput" else name


def _signature(values: dict[str, Any], returned: str) -> str:
    """Return what the cursors of a list begin with."""
    sort = values.get("sortBy")
    listed = _DEFAULT_ORDERS[returned].split()[0]
    if sort is not None:
        direction = sort.get("direction") or ("ASC" if listed == "customers" else "DESC")
        return f"{listed} {sort['field']} {direction.lower()}"
    return (
        "customers RELEVANCE asc"
        if values.get("query") is not None and listed == "customers"
        else _DEFAULT_ORDERS[returned]
    )
