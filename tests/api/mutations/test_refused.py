"""What a mutation can't do it says: where, by which code and in the client's language; and does nothing."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from domain.custom_field import CustomFieldType
from domain.errors import UserErrorCode
from services.custom_fields import update_custom_field
from tests.api.furnished import everything
from tests.api.mutations.street import make_street
from tests.api.root_fields import MUTATIONS
from tests.client import Client
from tests.factories import Shop

REFUSED: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "refused.toml").read_text("utf-8"))[
    "refused"
]
MUTATION = {root.name: root for root in MUTATIONS}
LANGUAGES = ("de", "fr", "en")

# Of imports, and of features that the schema has words for and no mutation yet.
SAID_ELSEWHERE = {
    *("PLAN_CHANGED", "IMPORT_NOT_READY", "UNDO_NOT_AVAILABLE", "UNSUPPORTED_FILE"),
    *("LEGAL_HOLD", "ERASED"),
}


def test_every_code_is_reached() -> None:
    reached = {error["code"] for case in REFUSED for error in case["errors"]}

    assert reached | SAID_ELSEWHERE == set(UserErrorCode)
    assert reached & SAID_ELSEWHERE == set()


def test_every_code_is_said_in_every_language() -> None:
    said = {error["code"] for case in REFUSED for error in case["errors"] if error.keys() >= set(LANGUAGES)}

    assert said == {error["code"] for case in REFUSED for error in case["errors"]}


def arguments_of(case: dict[str, Any], ids: dict[str, str]) -> Any:
    written = case["variables"].replace('"<251 customers>"', json.dumps([{"firstName": "Ada"}] * 251))
    for name, id_ in ids.items():
        written = written.replace(f"<{name}>", id_)
    return json.loads(written)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case['mutation']} {case['variables'][:90]}")
async def test_what_is_refused_says_where_and_why(client: Client, shop: Shop, case: dict[str, Any]) -> None:
    ids = await make_street(shop, client)
    arguments = arguments_of(case, ids)
    document = MUTATION[case["mutation"]].document(arguments, "{ userErrors { field code message } }")
    before = await everything(shop)

    told = {
        language: (await client.ask(document, arguments, accept_language=language))["data"][case["mutation"]]
        for language in LANGUAGES
    }

    for language, payload in told.items():
        found = [
            {"field": ".".join(error["field"]), "code": error["code"]} | _sentence(error, expected, language)
            for error, expected in zip(payload["userErrors"], case["errors"], strict=True)
        ]
        assert found == [
            {name: error[name] for name in ("field", "code", language) if name in error}
            for error in case["errors"]
        ]
    assert await everything(shop) == before


def _sentence(error: dict[str, Any], expected: dict[str, Any], language: str) -> dict[str, str]:
    return {language: error["message"]} if language in expected else {}


async def test_a_taken_phone_leads_to_who_has_it(client: Client, shop: Shop) -> None:
    """A form can offer to open the customer who is there already."""
    ids = await make_street(shop, client)
    query = """
    mutation {
      customerCreate(input: {phone: "0170/123 45 67"}) {
        customer { id } userErrors { field code existing { id firstName phone { raw } } }
      }
    }
    """

    refused = (await client.data(query))["customerCreate"]

    ada = {"id": ids["ada"], "firstName": "Ada", "phone": {"raw": "+491701234567"}}
    error = {"field": ["input", "phone"], "code": "TAKEN", "existing": ada}
    assert refused == {"customer": None, "userErrors": [error]}


async def test_a_required_field_is_named_as_the_merchant_spelled_it(client: Client, shop: Shop) -> None:
    field = await shop.custom_field("shoe_size", CustomFieldType.INTEGER)
    await shop.do(update_custom_field, field, required=True)

    refused = await client.data(
        'mutation { customerCreate(input: {firstName: "Ada"}) { userErrors { field code } } }'
    )

    assert refused["customerCreate"]["userErrors"] == [
        {"field": ["input", "customFields", "shoe_size"], "code": "REQUIRED"}
    ]


@pytest.mark.parametrize(
    "mutation",
    [
        *("customerCreate", "customerBulkCreate", "paymentRecord", "paymentRefund"),
        *("paymentRequestCreate", "paymentRequestResend"),
    ],
)
async def test_a_key_stands_for_one_request_of_one_mutation(
    client: Client, shop: Shop, mutation: str
) -> None:
    ids = await make_street(shop, client)
    one, other = ARGUMENTS[mutation]
    first, second = (
        arguments_of({"variables": json.dumps(arguments | {"idempotencyKey": "shared"})}, ids)
        for arguments in (one, other)
    )
    document = MUTATION[mutation].document(first, "{ userErrors { field code } }")

    done = (await client.data(document, first))[mutation]
    before = await everything(shop)
    refused = (await client.data(document, second))[mutation]

    assert done == {"userErrors": []}
    assert refused == {"userErrors": [{"field": ["idempotencyKey"], "code": "IDEMPOTENCY_KEY_REUSED"}]}
    assert await everything(shop) == before


_ONE_EURO = {"amount": "1", "currency": "EUR"}
ARGUMENTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "customerCreate": ({"input": {"firstName": "Ada"}}, {"input": {"firstName": "Grace"}}),
    "customerBulkCreate": ({"customers": [{"firstName": "Ada"}]}, {"customers": []}),
    "paymentRecord": ({"amount": _ONE_EURO}, {"amount": _ONE_EURO | {"amount": "2"}}),
    "paymentRefund": ({"id": "<payment>", "amount": _ONE_EURO}, {"id": "<payment>", "amount": None}),
    "paymentRequestCreate": (
        {"customerId": "<ada>", "amount": _ONE_EURO, "channels": ["SMS"]},
        {"customerId": "<ada>", "amount": _ONE_EURO, "channels": ["SMS", "EMAIL"]},
    ),
    "paymentRequestResend": ({"id": "<arrived>"}, {"id": "<sent>"}),
}
