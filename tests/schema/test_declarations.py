"""The schema's own ways to declare: arguments without a resolver, fields left out, enums described."""

from enum import StrEnum
from operator import getitem
from typing import Annotated, Any

import pytest
import strawberry
from strawberry.schema.config import StrawberryConfig

from schema.arguments import with_arguments
from schema.enums.described import describe
from schema.inputs.customer_input import CustomerInput
from schema.inputs.import_input import ImportSourceInput
from schema.scalars import SCALARS


class Size(StrEnum):
    SMALL = "S"
    LARGE = "L"


@strawberry.type
class Query:
    greeting: str = with_arguments(
        "A greeting.",
        name=Annotated[str, strawberry.argument(description="Whom.")],
        said_by=Annotated[str | None, strawberry.argument(description="Who.")],
    )

    @strawberry.field
    def note(self, customer: CustomerInput) -> str:
        return repr(customer.note)

    @strawberry.field
    def source(self, source: ImportSourceInput) -> str:
        return type(source.file).__name__


SCHEMA = strawberry.Schema(Query, config=StrawberryConfig(scalar_map=SCALARS, default_resolver=getitem))


def ask(document: str, **variables: object) -> Any:
    return SCHEMA.execute_sync(document, variable_values=variables, root_value={"greeting": "Salut"})


def test_a_field_declares_arguments_without_a_resolver() -> None:
    """They are in the schema, required unless they can be null, and the value is read as any other."""
    arguments = SCHEMA._schema.query_type.fields["greeting"].args  # type: ignore[union-attr]

    answer = ask('{ greeting(name: "Ada") }')

    assert {name: (str(of.type), of.description) for name, of in arguments.items()} == {
        "name": ("String!", "Whom."),
        "saidBy": ("String", "Who."),
    }
    assert answer.errors is None
    assert answer.data == {"greeting": "Salut"}


def test_a_declared_argument_that_is_required_must_be_given() -> None:
    """Validation knows the arguments as if a resolver had them."""
    answer = ask("{ greeting }")

    assert answer.data is None
    assert len(answer.errors) == 1


@pytest.mark.parametrize(
    ("given", "understood"), [("{}", "UNSET"), ("{note: null}", "None"), ('{note: ""}', "''")]
)
def test_left_out_null_and_blank_are_three_things(given: str, understood: str) -> None:
    """An update can leave a value, clear it, or set it."""
    assert ask(f"{{ note(customer: {given}) }}").data == {"note": understood}


@pytest.mark.parametrize("source", [{}, {"file": None}])
def test_an_import_needs_exactly_one_source(source: dict[str, object]) -> None:
    """The schema itself says @oneOf."""
    answer = ask("query ($source: ImportSourceInput!) { source(source: $source) }", source=source)

    assert answer.data is None
    assert len(answer.errors) == 1


def test_a_source_may_be_a_file() -> None:
    """What the transport puts there arrives."""
    answer = ask("query ($source: ImportSourceInput!) { source(source: $source) }", source={"file": b"a;b"})

    assert answer.data == {"source": "bytes"}


@pytest.mark.parametrize("values", [{"SMALL": "Small."}, {"SMALL": "S.", "LARGE": "L.", "HUGE": "H."}])
def test_an_enum_is_described_value_by_value(values: dict[str, str]) -> None:
    """A value without a description, or a description without a value, stops the start."""
    with pytest.raises(TypeError, match="Size and its descriptions differ"):
        describe(Size, "A size.", **values)
