"""The printed vocabulary: described throughout, and in the shapes that Relay clients expect."""

from collections.abc import Iterator

import pytest
import strawberry
from graphql import Node, Visitor, parse, visit
from graphql.language import (
    EnumTypeDefinitionNode,
    EnumValueDefinitionNode,
    FieldDefinitionNode,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    ScalarTypeDefinitionNode,
)

DESCRIBABLE = (
    EnumTypeDefinitionNode,
    EnumValueDefinitionNode,
    FieldDefinitionNode,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    ScalarTypeDefinitionNode,
)
NODES = {
    "Customer",
    "CustomerGroup",
    "CustomFieldDefinition",
    "Payment",
    "PaymentRequest",
    "PaymentRequestBatch",
    "CustomerImport",
    "CustomerExport",
    "Merchant",
    "MessageTemplate",
}


class Undescribed(Visitor):
    """Collects the paths of definitions that say nothing about themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def enter(
        self, node: Node, _key: object, _parent: object, _path: object, ancestors: list[object]
    ) -> None:
        if isinstance(node, DESCRIBABLE) and not (node.description and node.description.value.strip()):
            within = [outer.name.value for outer in ancestors if isinstance(outer, DESCRIBABLE)]
            self.found.append(".".join([*within, node.name.value]))


def undescribed(printed: str) -> list[str]:
    visitor = Undescribed()
    visit(parse(printed), visitor)
    return visitor.found


def fields_of(vocabulary: strawberry.Schema, name: str) -> dict[str, str]:
    """Return the fields of a type with the types they have, as the SDL writes them."""
    return {field: str(of.type) for field, of in vocabulary._schema.type_map[name].fields.items()}  # type: ignore[attr-defined]


def connections(vocabulary: strawberry.Schema) -> Iterator[str]:
    return (name for name in vocabulary._schema.type_map if name.endswith("Connection"))


def test_everything_is_described(vocabulary: strawberry.Schema) -> None:
    """Every type, field, argument, input field and enum value says what it is."""
    assert undescribed(vocabulary.as_str()) == []


def test_what_is_not_described_is_found() -> None:
    """The search itself sees what is missing, arguments included."""
    printed = '"A." type A { "B." b("C." c: Int d: Int): Int } "E." enum E { F }'

    assert undescribed(printed) == ["A.b.d", "E.F"]


def test_every_page_is_a_relay_connection(vocabulary: strawberry.Schema) -> None:
    """All lists that can be paged have the four fields, and edges with cursor and node."""
    nodes = {name.removesuffix("Connection") for name in connections(vocabulary)}

    assert nodes == {
        *("Customer", "CustomerGroup", "CustomerImport", "CustomerExport"),
        *("ImportIssue", "ImportRow", "Payment", "PaymentRequest", "TimelineEvent"),
        "WebhookMessage",
    }
    for node in nodes:
        fields = fields_of(vocabulary, f"{node}Connection")
        assert {name: fields[name] for name in ("edges", "nodes", "pageInfo", "totalCount")} == {
            "edges": f"[{node}Edge!]!",
            "nodes": f"[{node}!]!",
            "pageInfo": "PageInfo!",
            "totalCount": "Int!",
        }
        assert fields_of(vocabulary, f"{node}Edge") == {"cursor": "String!", "node": f"{node}!"}


@pytest.mark.parametrize(
    ("connection", "field", "type"),
    [("CustomerConnection", "facets", "CustomerFacets!"), ("PaymentConnection", "totals", "[Money!]!")],
)
def test_a_page_can_say_something_about_its_whole_list(
    vocabulary: strawberry.Schema, connection: str, field: str, type: str
) -> None:
    """Customers have facets and payments have totals beside their entries."""
    assert fields_of(vocabulary, connection)[field] == type


def test_what_has_an_id_of_its_own_is_a_node(vocabulary: strawberry.Schema) -> None:
    """The things that `node(id:)` can fetch are those, and no others."""
    node = vocabulary._schema.get_type("Node")

    possible = {node_type.name for node_type in vocabulary._schema.get_possible_types(node)}  # type: ignore[arg-type]

    assert possible == NODES


def test_every_scalar_names_its_specification(vocabulary: strawberry.Schema) -> None:
    """A client can look up how each scalar is written."""
    scalars = [line for line in vocabulary.as_str().splitlines() if line.startswith("scalar ")]

    assert len(scalars) == 10
    assert [line for line in scalars if '@specifiedBy(url: "https://' not in line] == []
