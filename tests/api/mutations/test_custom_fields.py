"""A merchant's own fields are defined, changed and taken away, and take the values of their type."""

from typing import Any

import pytest

from domain.custom_field import CustomFieldType
from domain.ids import Kind, encode
from tests.client import Client
from tests.factories import Shop

LIST = "{ customFieldDefinitions { key label type options required personalData position } }"
FIELD = "{ key label type options required personalData position }"
SET = """
mutation($id: ID!, $value: JSON) {
  customerUpdate(id: $id, input: {customFields: [{key: "field", value: $value}]}) {
    customer { customField(key: "field") { value } } userErrors { field code }
  }
}
"""


async def test_a_field_is_defined(client: Client) -> None:
    query = f"""
    mutation {{
      customFieldDefinitionCreate(
        key: "size", label: " Größe 🦊 ", type: SELECT, options: ["S", "M 🦊"], personalData: false
      ) {{ customFieldDefinition {FIELD} userErrors {{ code }} }}
    }}
    """

    defined = (await client.data(query))["customFieldDefinitionCreate"]

    field = {
        "key": "size",
        "label": "Größe 🦊",
        "type": "SELECT",
        "options": ["S", "M 🦊"],
        "required": False,
        "personalData": False,
        "position": 0,
    }
    assert defined == {"customFieldDefinition": field, "userErrors": []}
    assert (await client.data(LIST))["customFieldDefinitions"] == [field]


async def test_a_field_is_changed_and_moved(client: Client, shop: Shop) -> None:
    await shop.custom_field("first")
    second = encode(Kind.CUSTOM_FIELD, await shop.custom_field("second"))
    query = f"""
    mutation($id: ID!) {{
      customFieldDefinitionUpdate(id: $id, label: "Zweites", position: 0, required: true)
      {{ customFieldDefinition {FIELD} userErrors {{ code }} }}
    }}
    """

    changed = (await client.data(query, {"id": second}))["customFieldDefinitionUpdate"]

    assert changed["userErrors"] == []
    fields = (await client.data(LIST))["customFieldDefinitions"]
    assert [(one["key"], one["label"], one["required"], one["position"]) for one in fields] == [
        ("second", "Zweites", True, 0),
        ("first", "First", False, 1),
    ]
    assert changed["customFieldDefinition"] == fields[0]


async def test_a_field_is_taken_away_with_its_values(client: Client, shop: Shop) -> None:
    named = encode(Kind.CUSTOM_FIELD, await shop.custom_field("field"))
    customer = encode(Kind.CUSTOMER, await shop.customer("Ada"))
    await client.data(SET, {"id": customer, "value": "x"})

    deleted = await client.data(
        "mutation($id: ID!) { customFieldDefinitionDelete(id: $id) { deletedId userErrors { code } } }",
        {"id": named},
    )

    assert deleted["customFieldDefinitionDelete"] == {"deletedId": named, "userErrors": []}
    left = await client.data(
        "query($id: ID!) { customFieldDefinitions { key } customer(id: $id) { customFields { value } } }",
        {"id": customer},
    )
    assert left == {"customFieldDefinitions": [], "customer": {"customFields": []}}


TEXTS = [
    *("text", "🦊", "12", "true", "2026-02-28", "2026-02-30", "ada@example.com", "0170 1234567"),
    *("https://example.com/🦊", "javascript:alert(1)", "0" * 2_000),
]
VALUES: list[Any] = [*TEXTS, 12, 12.0, 0.1, True, False, [], ["text"], {}, {"a": 1}, 2**70, 0.1 + 0.2]
# What each type makes of each kind of JSON; whatever is not here is refused.
KEPT: dict[str, list[tuple[Any, Any]]] = {
    "TEXT": [(text, text) for text in TEXTS],
    "INTEGER": [(12, 12), (12.0, 12), ("12", 12)],
    "DECIMAL": [(12, "12"), (12.0, "12"), (0.1, "0.1"), ("12", "12"), ("0" * 2_000, "0")],
    "DATE": [("2026-02-28", "2026-02-28")],
    "BOOLEAN": [(True, True), (False, False), ("true", True)],
    "SELECT": [("text", "Text")],
    "EMAIL": [("ada@example.com", "ada@example.com")],
    # Libphonenumber reads a date as a number in Wuppertal, and so do we.
    "PHONE": [
        ("0170 1234567", "+491701234567"),
        ("2026-02-28", "+4920260228"),
        ("2026-02-30", "+4920260230"),
    ],
    "URL": [("https://example.com/🦊", "https://example.com/🦊")],
}


@pytest.mark.parametrize("type_", KEPT)
async def test_a_field_takes_the_values_of_its_type_and_no_others(
    client: Client, shop: Shop, type_: str
) -> None:
    """Each kind of JSON is kept as the type says or refused, and what is refused changes nothing."""
    await shop.custom_field("field", CustomFieldType(type_), ["Text"] if type_ == "SELECT" else [])
    named = encode(Kind.CUSTOMER, await shop.customer("Ada"))
    read = 'query($id: ID!) { customer(id: $id) { customField(key: "field") { value } } }'
    wrong = []

    for value in VALUES:
        before = (await client.data(read, {"id": named}))["customer"]
        told = (await client.data(SET, {"id": named, "value": value}))["customerUpdate"]
        after = (await client.data(read, {"id": named}))["customer"]
        # To Python, 12 is 12.0 and True is 1: the kind of the value counts here.
        kept = [out for given, out in KEPT[type_] if (given, type(given)) == (value, type(value))]
        code = "INVALID" if type_ == "SELECT" else "FIELD_TYPE_MISMATCH"
        refused = [{"field": ["input", "customFields", "0", "value"], "code": code}]
        expected = ([], {"customField": {"value": kept[0]}}) if kept else (refused, before)
        if (told["userErrors"], after) != expected:
            wrong.append((value, told, after, expected))

    assert wrong == []


@pytest.mark.parametrize("nothing", [None, "", "  "])
async def test_nothing_clears_a_field(client: Client, shop: Shop, nothing: str | None) -> None:
    await shop.custom_field("field")
    named = encode(Kind.CUSTOMER, await shop.customer("Ada"))
    await client.data(SET, {"id": named, "value": "x"})

    cleared = (await client.data(SET, {"id": named, "value": nothing}))["customerUpdate"]

    assert cleared == {"customer": {"customField": {"value": None}}, "userErrors": []}
