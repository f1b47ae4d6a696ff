"""The templates that every merchant has from the start, one a kind, in all our languages."""

from dataclasses import dataclass
from functools import cache

from domain.customer import Channel
from domain.locale import Locale, language_of
from domain.message_template import TemplateKind
from domain.messages.variant import Variant
from domain.messages.words import document


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A template as it comes; its name is in the merchant's language."""

    kind: TemplateKind
    name: str
    variants: tuple[Variant, ...]


@cache
def built_in(kind: TemplateKind, merchant_locale: str) -> BuiltIn:
    """Return the template of a kind that a merchant of this locale begins with."""
    name = document(language_of(merchant_locale) or Locale.EN)["templates"][kind]["name"]
    return BuiltIn(kind, name, tuple(variant for language in Locale for variant in _variants(kind, language)))


def _variants(kind: TemplateKind, language: Locale) -> tuple[Variant, Variant]:
    words = document(language)["templates"][kind]
    return (
        Variant(str(language), Channel.SMS, None, words["sms"]),
        Variant(str(language), Channel.EMAIL, words["subject"], words["email"].strip("\n")),
    )
