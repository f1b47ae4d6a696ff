"""Customers are made, changed and taken away, as the payload says and a second look confirms."""

from typing import Any

from domain.ids import Kind, encode
from tests.client import Client
from tests.factories import Shop

EMOJI = "🦊👩‍👩‍👧 é"

CARD = """
fragment card on Customer {
  version creationSource salutation firstName lastName companyName displayName phone { raw e164 type valid }
  email locale externalReference note vatId group { name }
  additionalContacts { channel value label }
  address { line1 line2 postalCode city region country }
  customFields { definition { key } value }
  readiness { sms { ready blockers } email { ready blockers } }
}
"""
CREATE = (
    CARD
    + """
mutation($input: CustomerInput!, $key: String) {
  customerCreate(input: $input, idempotencyKey: $key) {
    customer { id ...card } userErrors { field code message }
  }
}
"""
)
UPDATE = (
    CARD
    + """
mutation($id: ID!, $input: CustomerInput!, $version: Int) {
  customerUpdate(id: $id, input: $input, expectedVersion: $version) {
    customer { ...card } userErrors { field code message }
  }
}
"""
)
READ = CARD + "query($id: ID!) { customer(id: $id) { ...card timeline { nodes { type data } } } }"

ADA = {
    "salutation": "Frau",
    "firstName": "Ada",
    "lastName": "Lovelace",
    "companyName": "Analytical Engines Ltd",
    "phone": "0170 1234567",
    "email": "Ada@Example.com",
    "additionalContacts": [{"channel": "EMAIL", "value": "office@example.com", "label": "Büro"}],
    "address": {
        "line1": "Lange Straße 1",
        "line2": "Hinterhaus",
        "postalCode": "01067",
        "city": "Dresden",
        "region": "Sachsen",
        "country": "DE",
    },
    "locale": "de-DE",
    "externalReference": "K-1",
    "note": "zahlt pünktlich",
    "vatId": "DE123456789",
}
REACHED = {"sms": {"ready": True, "blockers": []}, "email": {"ready": True, "blockers": []}}


async def test_a_customer_is_created_with_all_that_is_known(client: Client, shop: Shop) -> None:
    group = encode(Kind.GROUP, await shop.group("Stammkunden"))
    await shop.custom_field("shoe_size")
    given = ADA | {"groupId": group, "customFields": [{"key": "shoe_size", "value": "39"}]}

    created = (await client.data(CREATE, {"input": given}))["customerCreate"]

    card = created["customer"]
    customer_id = card.pop("id")
    assert created == {
        "customer": {
            **{name: value for name, value in ADA.items() if name != "phone"},
            "version": 2,  # made, and put into the group
            "creationSource": "MANUAL",
            "displayName": "Ada Lovelace",
            "phone": {"raw": "0170 1234567", "e164": "+491701234567", "type": "MOBILE", "valid": True},
            "group": {"name": "Stammkunden"},
            "customFields": [{"definition": {"key": "shoe_size"}, "value": "39"}],
            "readiness": REACHED,
        },
        "userErrors": [],
    }
    read = (await client.data(READ, {"id": customer_id}))["customer"]
    assert [event["type"] for event in read.pop("timeline")["nodes"]] == ["GROUP_CHANGED", "CREATED"]
    assert read == card


async def test_every_text_keeps_every_character(client: Client) -> None:
    """Emoji of several code points and a combining accent come back as they were sent."""
    texts = ("salutation", "firstName", "lastName", "companyName", "phone", "email", "note", "vatId")
    address = ("line1", "line2", "postalCode", "city", "region")
    given: dict[str, Any] = {
        **dict.fromkeys((*texts, "externalReference"), EMOJI),
        "address": dict.fromkeys(address, EMOJI),
        "additionalContacts": [{"channel": "SMS", "value": EMOJI, "label": EMOJI}],
    }

    created = (await client.data(CREATE, {"input": given}))["customerCreate"]

    assert created["userErrors"] == []
    card = (await client.data(READ, {"id": created["customer"]["id"]}))["customer"]
    assert card["phone"] == {"raw": EMOJI, "e164": None, "type": "UNKNOWN", "valid": False}
    assert card["address"] == {**dict.fromkeys(address, EMOJI), "country": None}
    assert card["additionalContacts"] == given["additionalContacts"]
    assert {name: card[name] for name in given if isinstance(given[name], str) and name != "phone"} == {
        name: EMOJI for name in (*texts, "externalReference") if name != "phone"
    }


async def test_an_update_leaves_what_is_left_out_and_clears_what_is_null(client: Client) -> None:
    customer_id = (await client.data(CREATE, {"input": ADA}))["customerCreate"]["customer"]["id"]
    changes = {"lastName": "King", "note": None, "address": {"city": "Leipzig", "line2": None}}

    updated = (await client.data(UPDATE, {"id": customer_id, "input": changes, "version": 1}))[
        "customerUpdate"
    ]

    assert updated["userErrors"] == []
    card = updated["customer"]
    assert (card["version"], card["displayName"], card["note"]) == (2, "Ada King", None)
    assert card["address"] == ADA["address"] | {"city": "Leipzig", "line2": None}  # type: ignore[operator]
    kept = ("salutation", "firstName", "companyName", "email", "locale", "externalReference", "vatId")
    assert {name: card[name] for name in kept} == {name: ADA[name] for name in kept}
    assert card["additionalContacts"] == ADA["additionalContacts"]
    read = (await client.data(READ, {"id": customer_id}))["customer"]
    assert [event["type"] for event in read.pop("timeline")["nodes"]] == ["UPDATED", "CREATED"]
    assert read == card


async def test_null_for_everything_that_can_be_null_leaves_nothing_but_the_name(client: Client) -> None:
    customer_id = (await client.data(CREATE, {"input": ADA}))["customerCreate"]["customer"]["id"]
    nothing = dict.fromkeys((*ADA, "groupId", "customFields")) | {"firstName": "Ada"}

    card = (await client.data(UPDATE, {"id": customer_id, "input": nothing}))["customerUpdate"]["customer"]

    assert card == {
        **dict.fromkeys(ADA),
        "version": 2,
        "creationSource": "MANUAL",
        "firstName": "Ada",
        "displayName": "Ada",
        "group": None,
        "additionalContacts": [],
        "address": None,
        "customFields": [],
        "readiness": {
            "sms": {"ready": False, "blockers": ["PHONE_MISSING"]},
            "email": {"ready": False, "blockers": ["EMAIL_MISSING"]},
        },
    }


async def test_blank_texts_are_none(client: Client) -> None:
    """A form sends an empty string for a field that nobody filled in."""
    blank = {
        "firstName": "Ada",
        "lastName": " ",
        "email": "",
        "phone": "\t",
        "note": " ",
        "externalReference": "",
    }

    card = (await client.data(CREATE, {"input": blank}))["customerCreate"]["customer"]

    names = ("lastName", "email", "phone", "note", "externalReference")
    assert {name: card[name] for name in names} == dict.fromkeys(names)


async def test_a_customer_who_has_never_paid_can_be_deleted(client: Client, shop: Shop) -> None:
    customer_id = encode(Kind.CUSTOMER, await shop.customer("Ada"))

    deleted = await client.data(
        "mutation($id: ID!) { customerDelete(id: $id) { deletedId userErrors { code } } }",
        {"id": customer_id},
    )

    assert deleted["customerDelete"] == {"deletedId": customer_id, "userErrors": []}
    left = await client.data(
        "query($id: ID!) { customer(id: $id) { id } node(id: $id) { id } customers { totalCount } }",
        {"id": customer_id},
    )
    assert left == {"customer": None, "node": None, "customers": {"totalCount": 0}}


async def test_250_customers_are_created_at_once(client: Client) -> None:
    query = """
    mutation($customers: [CustomerInput!]!) {
      customerBulkCreate(customers: $customers) {
        count results { index customer { firstName } userErrors { code } } userErrors { code }
      }
    }
    """
    customers = [{"firstName": f"Ada {number}"} for number in range(250)]

    created = (await client.data(query, {"customers": customers}))["customerBulkCreate"]

    assert created == {
        "count": 250,
        "results": [
            {"index": index, "customer": given, "userErrors": []} for index, given in enumerate(customers)
        ],
        "userErrors": [],
    }
    assert (await client.data("{ customers { totalCount } }"))["customers"]["totalCount"] == 250


BULK = """
mutation($customers: [CustomerInput!]!, $policy: ErrorPolicy!) {
  customerBulkCreate(customers: $customers, errorPolicy: $policy) {
    count
    results { index customer { firstName } userErrors { field code existing { firstName } } }
    userErrors { field code }
  }
}
"""
TWINS = [
    {"firstName": "Ada", "email": "ada@example.com"},
    {"firstName": "Twin", "email": "ADA@example.com"},
    {"note": "nobody"},
]


async def test_of_many_the_good_ones_are_kept_when_asked_for(client: Client) -> None:
    """The twin is told who was there first, who is part of the same request."""
    asked = {"customers": TWINS, "policy": "REJECT_FAILED_ROWS"}

    created = (await client.data(BULK, asked))["customerBulkCreate"]

    taken = {"field": ["email"], "code": "TAKEN", "existing": {"firstName": "Ada"}}
    unknown = {"field": ["lastName"], "code": "REQUIRED", "existing": None}
    assert created == {
        "count": 1,
        "results": [
            {"index": 0, "customer": {"firstName": "Ada"}, "userErrors": []},
            {"index": 1, "customer": None, "userErrors": [taken]},
            {"index": 2, "customer": None, "userErrors": [unknown]},
        ],
        "userErrors": [],
    }
    assert (await client.data("{ customers { nodes { firstName } } }"))["customers"]["nodes"] == [
        {"firstName": "Ada"}
    ]


async def test_of_many_none_is_kept_when_one_is_wrong(client: Client) -> None:
    asked = {"customers": TWINS, "policy": "REJECT_EVERYTHING"}

    created = (await client.data(BULK, asked))["customerBulkCreate"]

    assert created == {
        "count": 0,
        "results": [],
        "userErrors": [
            {"field": ["customers", "1", "email"], "code": "TAKEN"},
            {"field": ["customers", "2", "lastName"], "code": "REQUIRED"},
        ],
    }
    assert (await client.data("{ customers { totalCount } }"))["customers"]["totalCount"] == 0
