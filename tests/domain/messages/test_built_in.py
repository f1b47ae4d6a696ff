"""What comes with Kontor is written alike in three languages, and an SMS of it is one segment in GSM-7."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from domain.customer import Channel
from domain.locale import Locale
from domain.message_template import TemplateKind
from domain.messages.built_in import built_in
from domain.messages.examples import example_customer, example_request, told_tags
from domain.messages.issues import template_issues, variant_issues
from domain.messages.parts import uses_of
from domain.messages.script import script_of
from domain.messages.tags import TagName, Vocabulary
from domain.messages.template_check import check_name, check_size, check_variants, tidied
from domain.messages.values import Facts, MerchantFacts
from domain.messages.variant import Variant
from domain.sms import SmsEncoding

FOLDER = Path(__file__).parent.parent.parent.parent / "templates" / "messages"
VOCABULARY = Vocabulary()
VARIANTS = [
    pytest.param(kind, variant, id=f"{kind} {variant.locale} {variant.channel}")
    for kind in TemplateKind
    for variant in built_in(kind, "de").variants
]


def keys(table: dict[str, Any], prefix: str = "") -> set[str]:
    return {
        key
        for name, value in table.items()
        for key in (keys(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name})
    }


def test_the_languages_have_the_same_keys() -> None:
    german, french, english = (
        keys(tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))) for language in Locale
    )

    assert german == french == english


@pytest.mark.parametrize(("kind", "variant"), VARIANTS)
def test_they_could_be_saved_as_they_are(kind: TemplateKind, variant: Variant) -> None:
    """And saving one unchanged changes nothing."""
    assert check_name(built_in(kind, variant.locale).name) == []
    assert check_size([variant]) == []
    assert check_variants(kind, [variant], VOCABULARY) == []
    assert tidied(variant) == variant
    assert variant_issues(kind, variant, VOCABULARY) == []


@pytest.mark.parametrize(("kind", "variant"), VARIANTS)
def test_they_all_say_how_to_opt_out(kind: TemplateKind, variant: Variant) -> None:
    tags = {use.tag for use in uses_of(script_of(variant, variant.locale, VOCABULARY).body)}

    assert TagName.OPT_OUT_URL in tags


@pytest.mark.parametrize("kind", TemplateKind)
@pytest.mark.parametrize(
    ("locale", "currency", "sender"),
    [
        ("de-DE", "EUR", "Blumen Sommer"),
        ("de-CH", "CHF", "Velo Müller"),
        ("fr-FR", "EUR", "Fleurs Soleil"),
        ("fr-CH", "CHF", "Fleurs Soleil"),
        ("en-GB", "GBP", "Rose & Crown"),
    ],
)
def test_with_usual_values_a_text_message_is_one_segment(
    kind: TemplateKind, locale: str, currency: str, sender: str
) -> None:
    variant = next(
        one
        for one in built_in(kind, locale).variants
        if one.channel is Channel.SMS and locale.startswith(one.locale)
    )
    facts = Facts(
        customer=example_customer(locale, VOCABULARY),
        request=example_request(locale, currency),
        merchant=MerchantFacts(sender, locale, "Europe/Zurich"),
        url="https://pay.example.com/p/4f9ZpQx7TnB2sWcD8kLmRv",
        opt_out_url="https://pay.example.com/o/4f9ZpQx7TnB2sWcD8kLmRv/s",
    )

    message = script_of(variant, locale, VOCABULARY).write(facts)

    assert (message.encoding, message.segments) == (SmsEncoding.GSM7, 1), message.text


@pytest.mark.parametrize("kind", TemplateKind)
@pytest.mark.parametrize("locale", ["de-DE", "fr-FR", "en-GB"])
def test_there_is_nothing_to_be_looked_at(kind: TemplateKind, locale: str) -> None:
    merchant = MerchantFacts("Blumen Sommer", locale, "Europe/Berlin")

    assert template_issues(kind, built_in(kind, locale).variants, VOCABULARY, merchant, "EUR") == []


def test_in_another_language_they_are_english() -> None:
    assert built_in(TemplateKind.RECEIPT, "es-ES").name == "Payment confirmation"


@pytest.mark.parametrize("language", Locale)
def test_each_tag_is_told_with_an_example(language: Locale) -> None:
    told = told_tags(VOCABULARY, language)

    assert [tag.name for tag in told] == list(TagName)
    assert all(tag.label and tag.example and tag.aliases for tag in told)
