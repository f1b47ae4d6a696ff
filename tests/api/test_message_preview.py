"""A preview shows what would go out, to a customer or with usual values, saved or not; tags are listed."""

from typing import Any

import pytest

from domain.ids import Kind, encode
from tests.client import Client
from tests.factories import Shop

PREVIEW = """
query(
  $templateId: ID, $variants: [TemplateVariantInput!], $customerId: ID, $amount: MoneyInput,
  $reference: String, $expiresAt: DateTime, $kind: TemplateKind! = PAYMENT_REQUEST
) {
  messagePreview(
    templateId: $templateId, variants: $variants, customerId: $customerId, amount: $amount,
    reference: $reference, expiresAt: $expiresAt, kind: $kind
  ) {
    channel locale subject text html encoding segments unicodeCharacters
    issues { code tag locale channel message }
  }
}
"""
URL = "/p/4f9ZpQx7TnB2sWcD8kLmRv"
SMS = {"locale": "de", "channel": "SMS", "body": "Hallo #first_name#, #amount# #url#"}


async def preview(client: Client, **arguments: Any) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = (await client.data(PREVIEW, arguments))["messagePreview"]
    return shown


async def refused(client: Client, **arguments: Any) -> tuple[str, str]:
    """Return code and reason of the one error."""
    body = await client.ask(PREVIEW, arguments)
    (error,) = body["errors"]
    return error["extensions"]["code"], error["extensions"]["reason"]


async def test_unsaved_words_are_shown_for_a_customer(client: Client, shop: Shop) -> None:
    ada = encode(Kind.CUSTOMER, await shop.customer("Ada"))

    (message,) = await preview(
        client, variants=[SMS], customerId=ada, amount={"amount": "1234.50", "currency": "EUR"}
    )

    assert message["text"].startswith("Hallo Ada, 1.234,50 € http")
    assert message["text"].endswith(URL)
    assert {name: message[name] for name in message if name not in ("text",)} == {
        "channel": "SMS",
        "locale": "de",
        "subject": None,
        "html": None,
        "encoding": "GSM7",
        "segments": 1,
        "unicodeCharacters": [],
        "issues": [],
    }


async def test_a_customer_sees_one_message_a_channel_in_its_language(client: Client, shop: Shop) -> None:
    ada = encode(Kind.CUSTOMER, await shop.customer("Ada", locale="en-GB"))

    shown = await preview(client, customerId=ada, reference="INV-7")

    assert [(one["channel"], one["locale"]) for one in shown] == [("SMS", "en"), ("EMAIL", "en")]
    assert shown[0]["text"].startswith("Laden: please pay €49.90 for INV-7: ")
    assert shown[1]["subject"] == "Please pay €49.90 to Laden (INV-7)"


async def test_without_a_customer_each_variant_is_shown_with_usual_values(client: Client) -> None:
    shown = await preview(client, kind="REMINDER")

    assert [(one["channel"], one["locale"]) for one in shown] == [
        *(("SMS", locale) for locale in ("de", "en", "fr")),
        *(("EMAIL", locale) for locale in ("de", "en", "fr")),
    ]
    assert shown[0]["text"].startswith("Laden erinnert an 49,90 € für R-1024: ")
    assert shown[5]["text"].startswith("Bonjour Anne Modèle,\n")
    assert all(one["issues"] == [] for one in shown if one["segments"] in (None, 1))


async def test_a_saved_template_is_shown(client: Client, shop: Shop) -> None:
    template = encode(Kind.MESSAGE_TEMPLATE, await shop.template("Kurz", "Kurz #url#"))

    shown = await preview(client, templateId=template)

    assert [(one["channel"], one["text"][:5]) for one in shown] == [
        ("SMS", "Kurz "),
        *(("EMAIL", start) for start in ("Guten", "Hello", "Bonjo")),
    ]


async def test_what_is_wrong_with_unsaved_words_stands_beside_them(client: Client, shop: Shop) -> None:
    """They can be typed while they are looked at; saving would refuse them."""
    ada = encode(Kind.CUSTOMER, await shop.customer("Ada"))
    words = {**SMS, "body": "{{frist_name}} {{first_name}} {{last_name}} 😀"}

    (message,) = await preview(client, variants=[words], customerId=ada)

    assert message["text"] == "Ada 😀"
    assert (message["encoding"], message["unicodeCharacters"]) == ("UCS2", ["😀"])
    assert [(issue["code"], issue["tag"], issue["channel"]) for issue in message["issues"]] == [
        ("UNKNOWN_TAG", "{{frist_name}}", "SMS"),
        ("TAG_WITHOUT_FALLBACK", "last_name", "SMS"),
        ("MISSING_URL_TAG", "url", "SMS"),
        ("UNICODE_UPGRADE", None, "SMS"),
    ]
    assert message["issues"][1]["message"] == (
        "Kunden ohne Wert für „last_name“ erhalten die Nachricht nicht. Geben Sie einen Ersatz an,"
        " z. B. {{last_name|…}}, oder mit {{last_name|}} keinen."
    )


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        ({"templateId": "tpl_x"}, "NOT_FOUND", "template_not_found"),
        ({"customerId": "cus_x"}, "NOT_FOUND", "customer_not_found"),
        ({"variants": []}, "BAD_USER_INPUT", "required"),
        ({"variants": [{**SMS, "body": "{{" * 32_768}]}, "BAD_USER_INPUT", "too_long"),
        ({"variants": [{**SMS, "locale": "xx"}]}, "BAD_USER_INPUT", "locale_unknown"),
        ({"amount": {"amount": "1.234", "currency": "EUR"}}, "BAD_USER_INPUT", "amount_too_precise"),
    ],
)
async def test_what_can_not_be_shown_is_refused(
    client: Client, arguments: dict[str, Any], code: str, reason: str
) -> None:
    assert await refused(client, **arguments) == (code, reason)


async def test_foreign_templates_and_customers_are_not_shown(client: Client, other_shop: Shop) -> None:
    template = encode(Kind.MESSAGE_TEMPLATE, await other_shop.template("Fremd"))
    customer = encode(Kind.CUSTOMER, await other_shop.customer("Eve"))

    assert await refused(client, templateId=template) == ("NOT_FOUND", "template_not_found")
    assert await refused(client, customerId=customer) == ("NOT_FOUND", "customer_not_found")


async def test_the_tags_are_told_in_the_readers_language(client: Client, shop: Shop) -> None:
    await shop.custom_field("bouquet")
    query = "{ messageTags { name aliases label example } }"

    told = (await client.ask(query, accept_language="fr"))["data"]["messageTags"]

    assert told[1] == {
        "name": "first_name",
        "aliases": ["vorname", "prénom", "firstname"],
        "label": "Prénom",
        "example": "Anne",
    }
    assert told[-1] == {"name": "bouquet", "aliases": [], "label": "Bouquet", "example": "Exemple"}
    assert len(told) == 14


async def test_a_preview_can_stand_beside_introspection_and_aliases(client: Client) -> None:
    query = """
    { __schema { queryType { name } } tags: messageTags { it: name __typename }
      messagePreview { ...Shown } again: messagePreview(kind: RECEIPT) { ...Shown } }
    fragment Shown on RenderedMessage { sent: channel __typename }
    """

    answered = await client.data(query)

    assert answered["tags"][0] == {"it": "salutation", "__typename": "MessageTag"}
    assert answered["messagePreview"] == answered["again"]
    assert answered["again"][0] == {"sent": "SMS", "__typename": "RenderedMessage"}
