"""Message templates are saved with all that is wrong with them told at once, listed, and taken away."""

from typing import Any

import pytest

from domain.ids import Kind, encode
from tests.client import Client
from tests.factories import Shop

SAVE = """
mutation(
  $id: ID, $name: String!, $kind: TemplateKind, $isDefault: Boolean, $variants: [TemplateVariantInput!]!,
  $expectedVersion: Int, $key: String
) {
  messageTemplateSave(
    id: $id, name: $name, kind: $kind, isDefault: $isDefault, variants: $variants,
    expectedVersion: $expectedVersion, idempotencyKey: $key
  ) {
    messageTemplate {
      id version name kind isDefault
      variants { locale channel subject body }
      issues { code tag locale channel }
    }
    userErrors { field code message }
  }
}
"""
DELETE = "mutation($id: ID!) { messageTemplateDelete(id: $id) { deletedId userErrors { field code } } }"
LIST = "{ messageTemplates { name kind isDefault } }"
FIRST = [
    {"name": "Zahlungsanforderung", "kind": "PAYMENT_REQUEST", "isDefault": True},
    {"name": "Zahlungsbestätigung", "kind": "RECEIPT", "isDefault": True},
    {"name": "Erinnerung", "kind": "REMINDER", "isDefault": True},
]
SMS = {"locale": "de", "channel": "SMS", "subject": None, "body": "#amount# #url#"}
EMAIL = {"locale": "de", "channel": "EMAIL", "subject": "Hallo {{first_name|}}", "body": "#amount#\n\n#url#"}


async def save(client: Client, **arguments: Any) -> dict[str, Any]:
    saved: dict[str, Any] = (await client.data(SAVE, {"name": "Meine", **arguments}))["messageTemplateSave"]
    return saved


async def saved(client: Client, **arguments: Any) -> dict[str, Any]:
    """Save what is right, and return the template."""
    payload = await save(client, **arguments)
    assert payload["userErrors"] == []
    template: dict[str, Any] = payload["messageTemplate"]
    return template


async def test_a_template_is_made(client: Client) -> None:
    made = await saved(client, name=" Meine \n Vorlage ", variants=[SMS, EMAIL])

    assert made == {
        "id": made["id"],
        "version": 1,
        "name": "Meine Vorlage",
        "kind": "PAYMENT_REQUEST",
        "isDefault": False,
        "variants": [EMAIL, SMS],
        "issues": [],
    }
    found = await client.data(
        "query($id: ID!) { node(id: $id) { id } messageTemplate(id: $id) { name } }", made
    )
    assert found == {"node": {"id": made["id"]}, "messageTemplate": {"name": "Meine Vorlage"}}


async def test_a_template_is_changed_as_a_whole(client: Client) -> None:
    made = await saved(client, variants=[SMS, EMAIL], kind="REMINDER")

    changed = await saved(client, id=made["id"], name="Andere", variants=[SMS | {"locale": "fr_CH"}])

    assert changed["version"] == 2
    assert changed["name"] == "Andere"
    assert changed["kind"] == "REMINDER"  # what is not given stays
    assert changed["variants"] == [SMS | {"locale": "fr-CH"}]


async def test_texts_are_kept_without_what_nobody_sees(client: Client) -> None:
    body = " Bitte\u202f12\xa0€\r\nzahlen\u200b\x07 #url# "
    email = {**EMAIL, "subject": "Betreff\r\nBcc: x@example.com", "body": body}

    made = await saved(client, variants=[{**SMS, "body": body}, email])

    assert [variant["body"] for variant in made["variants"]] == [
        "Bitte\u202f12\xa0€\nzahlen #url#",
        "Bitte 12 €\nzahlen #url#",
    ]
    assert made["variants"][0]["subject"] == "Betreff Bcc: x@example.com"


async def test_another_template_becomes_the_default(client: Client) -> None:
    made = await saved(client, name="Neue", variants=[SMS, EMAIL], isDefault=True)

    templates = (await client.data(LIST))["messageTemplates"]

    assert made["isDefault"] is True
    assert templates == [
        {"name": "Neue", "kind": "PAYMENT_REQUEST", "isDefault": True},
        {"name": "Zahlungsanforderung", "kind": "PAYMENT_REQUEST", "isDefault": False},
        *FIRST[1:],
    ]


async def test_a_kind_never_loses_its_default_template(client: Client) -> None:
    default = await saved(client, variants=[SMS, EMAIL], isDefault=True)

    deleted = await client.data(DELETE, default)
    moved = await save(client, id=default["id"], variants=[SMS], kind="RECEIPT")
    stepped = await save(client, id=default["id"], variants=[SMS], isDefault=False)

    refused = {"code": "TEMPLATE_IS_DEFAULT"}
    assert deleted["messageTemplateDelete"] == {
        "deletedId": None,
        "userErrors": [{"field": ["id"], **refused}],
    }
    assert [(error["field"], error["code"]) for error in moved["userErrors"]] == [(["kind"], refused["code"])]
    assert [(error["field"], error["code"]) for error in stepped["userErrors"]] == [
        (["isDefault"], refused["code"])
    ]


async def test_a_template_is_taken_away(client: Client) -> None:
    made = await saved(client, variants=[SMS])

    deleted = await client.data(DELETE, made)

    assert deleted["messageTemplateDelete"] == {"deletedId": made["id"], "userErrors": []}
    assert (await client.data(LIST))["messageTemplates"] == FIRST


async def test_who_comes_late_is_told(client: Client) -> None:
    made = await saved(client, variants=[SMS])
    await saved(client, id=made["id"], variants=[SMS], expectedVersion=1)

    late = await save(client, id=made["id"], variants=[EMAIL], expectedVersion=1)

    assert [(error["field"], error["code"]) for error in late["userErrors"]] == [
        (["expectedVersion"], "VERSION_CONFLICT")
    ]


async def test_the_same_request_makes_one_template(client: Client) -> None:
    first = await saved(client, variants=[SMS], key="k-1")
    second = await saved(client, variants=[SMS], key="k-1")

    assert first == second
    assert len((await client.data(LIST))["messageTemplates"]) == len(FIRST) + 1


@pytest.mark.parametrize(
    ("variant", "field", "code", "message"),
    [
        (
            {**SMS, "body": "Hallo #frist_name# #url#"},
            ["variants", "0", "body"],
            "UNKNOWN_TAG",
            "„#frist_name#“ ist kein Platzhalter. Meinten Sie „{{first_name}}“?",
        ),
        (
            {**SMS, "body": "{{xyzzy}} #url#"},
            ["variants", "0", "body"],
            "UNKNOWN_TAG",
            "„{{xyzzy}}“ ist kein Platzhalter. Wählen Sie einen aus der Liste der Platzhalter oder legen Sie"
            " ein eigenes Feld mit diesem Schlüssel an.",
        ),
        (
            {**SMS, "body": "Bitte zahlen"},
            ["variants", "0", "body"],
            "MISSING_URL_TAG",
            "In der Nachricht fehlt der Link zum Bezahlen. Fügen Sie den Platzhalter {{url}} ein.",
        ),
        (
            {**EMAIL, "subject": "{{nmae}}"},
            ["variants", "0", "subject"],
            "UNKNOWN_TAG",
            "„{{nmae}}“ ist kein Platzhalter. Meinten Sie „{{display_name}}“?",
        ),
        ({**EMAIL, "subject": " "}, ["variants", "0", "subject"], "REQUIRED", None),
        ({**EMAIL, "body": " \n "}, ["variants", "0", "body"], "REQUIRED", None),
        ({**SMS, "subject": "x"}, ["variants", "0", "subject"], "INVALID", None),
        ({**SMS, "locale": "xx"}, ["variants", "0", "locale"], "INVALID", None),
        ({**SMS, "body": "#url#" + "a" * 1_600}, ["variants", "0", "body"], "TOO_LONG", None),
        ({**EMAIL, "body": "{{" * 32_768}, ["variants", "0", "body"], "TOO_LONG", None),
        ({**EMAIL, "subject": "a" * 201}, ["variants", "0", "subject"], "TOO_LONG", None),
        ({**SMS, "body": "#url#\0"}, ["variants", "0", "body"], "INVALID", None),
    ],
)
async def test_what_is_wrong_is_told_where_it_is(
    client: Client, variant: dict[str, Any], field: list[str], code: str, message: str | None
) -> None:
    refused = await save(client, variants=[variant])

    assert refused["messageTemplate"] is None
    (error,) = refused["userErrors"]
    assert (error["field"], error["code"]) == (field, code)
    assert message in (None, error["message"])
    assert (await client.data(LIST))["messageTemplates"] == FIRST


async def test_all_that_is_wrong_is_told_at_once(client: Client) -> None:
    refused = await save(
        client,
        variants=[{**SMS, "body": "{{a_b}} {{c_d}}"}, SMS, {**EMAIL, "subject": "{{e_f}}", "body": ""}],
    )

    assert [(error["field"], error["code"]) for error in refused["userErrors"]] == [
        (["variants", "0", "body"], "UNKNOWN_TAG"),
        (["variants", "0", "body"], "UNKNOWN_TAG"),
        (["variants", "0", "body"], "MISSING_URL_TAG"),
        (["variants", "1", "locale"], "INVALID"),
        (["variants", "2", "subject"], "UNKNOWN_TAG"),
        (["variants", "2", "body"], "REQUIRED"),
    ]


@pytest.mark.parametrize(("count", "code"), [(0, "REQUIRED"), (51, "TOO_MANY_ITEMS")])
async def test_a_template_has_some_words_and_not_too_many(client: Client, count: int, code: str) -> None:
    refused = await save(client, variants=[SMS] * count)

    assert [(error["field"], error["code"]) for error in refused["userErrors"]] == [(["variants"], code)]


async def test_a_receipt_needs_no_link(client: Client) -> None:
    assert (await saved(client, kind="RECEIPT", variants=[{**SMS, "body": "Danke!"}]))["kind"] == "RECEIPT"


async def test_what_should_be_looked_at_stands_beside_the_template(client: Client, shop: Shop) -> None:
    await shop.custom_field("bouquet")
    words = "#bouquet# {{first_name}} {{last_name|}} „€“ #url#" + " Bitte zahlen Sie bald." * 5

    made = await saved(client, variants=[{**SMS, "locale": "en", "body": words}])

    at = {"locale": "en", "channel": "SMS"}
    assert made["issues"] == [
        {"code": "TAG_WITHOUT_FALLBACK", "tag": "bouquet", **at},
        {"code": "TAG_WITHOUT_FALLBACK", "tag": "first_name", **at},
        {"code": "MULTI_SEGMENT", "tag": None, **at},
        {"code": "UNICODE_UPGRADE", "tag": None, **at},
        {"code": "MISSING_LOCALE_VARIANT", "tag": None, "locale": "de-DE", "channel": "SMS"},
        {"code": "MISSING_LOCALE_VARIANT", "tag": None, "locale": "de-DE", "channel": "EMAIL"},
    ]


async def test_what_every_request_has_needs_no_fallback(client: Client) -> None:
    words = "{{amount}} {{currency}} {{ref_number}} {{url}} {{due_date}} {{merchant_name}} {{opt_out_url}}"
    made = await saved(client, variants=[{**SMS, "body": words}, EMAIL])

    assert "TAG_WITHOUT_FALLBACK" not in [issue["code"] for issue in made["issues"]]


async def test_a_tag_whose_field_is_gone_is_an_issue(client: Client, shop: Shop) -> None:
    field = encode(Kind.CUSTOM_FIELD, await shop.custom_field("bouquet"))
    made = await saved(client, variants=[{**SMS, "body": "{{bouquet|Strauß}} #url#"}, EMAIL])
    await client.data(
        "mutation($id: ID!) { customFieldDefinitionDelete(id: $id) { deletedId } }", {"id": field}
    )

    read = "query($id: ID!) { messageTemplate(id: $id) { issues { __typename told: code message } } }"
    issues = (await client.data(read, made))["messageTemplate"]["issues"]

    assert issues == [
        {
            "__typename": "TemplateIssue",
            "told": "UNKNOWN_TAG",
            "message": "„{{bouquet|Strauß}}“ ist kein Platzhalter, oder sein Feld gibt es nicht mehr. Ohne"
            " Ersatz wird die Nachricht so an niemanden gesendet. Berichtigen Sie den Platzhalter.",
        }
    ]


async def test_another_merchants_template_is_not_there(client: Client, other_shop: Shop) -> None:
    foreign = {"id": encode(Kind.MESSAGE_TEMPLATE, await other_shop.template("Fremd"))}

    read = (await client.data("query($id: ID!) { messageTemplate(id: $id) { name } }", foreign))[
        "messageTemplate"
    ]
    deleted = (await client.data(DELETE, foreign))["messageTemplateDelete"]
    changed = await save(client, **foreign, variants=[SMS])

    assert read is None
    assert deleted == {"deletedId": None, "userErrors": [{"field": ["id"], "code": "NOT_FOUND"}]}
    assert [(error["field"], error["code"]) for error in changed["userErrors"]] == [(["id"], "NOT_FOUND")]
