"""What tags stand for where there is no customer yet: usual values, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from domain.custom_field import CustomFieldType
from domain.locale import Locale, language_of
from domain.messages.rendered import RequestFacts
from domain.messages.tags import Tag, TagName, Vocabulary, aliases_of, name_of
from domain.messages.values import CUSTOMER_COLUMNS, field_in_words
from domain.messages.voice import Voice
from domain.messages.words import document
from domain.money import Money

# As long as a real one: what an example costs as an SMS, the message costs.
EXAMPLE_TOKEN = "4f9ZpQx7TnB2sWcD8kLmRv"  # noqa: S105 - opens nothing
EXAMPLE_MINOR = 4_990
EXAMPLE_END = datetime(2026, 12, 31, 12, tzinfo=UTC)

_NOT_IN_WORDS: Mapping[CustomFieldType, Any] = MappingProxyType(
    {
        CustomFieldType.INTEGER: 42,
        CustomFieldType.DECIMAL: "12.5",
        CustomFieldType.DATE: "2026-12-31",
        CustomFieldType.BOOLEAN: True,
    }
)


@dataclass(frozen=True, slots=True)
class ToldTag:
    """A tag as a form lists it."""

    name: str
    aliases: tuple[str, ...]
    label: str
    example: str


def told_tags(vocabulary: Vocabulary, language: Locale) -> list[ToldTag]:
    """Return all tags of a merchant, ours first, in the reader's language."""
    return [_told(tag, language) for tag in vocabulary.tags]


def example_customer(locale: str, vocabulary: Vocabulary) -> Mapping[str, Any]:
    """Return somebody of whom everything is known, as the database has customers."""
    language = language_of(locale) or Locale.EN
    tags = document(language)["tags"]
    values = {column: tags[column]["example"] for column in CUSTOMER_COLUMNS if column in tags}
    fields = {str(field.id): _kept(field.type, language) for field in vocabulary.fields}
    return MappingProxyType({**values, "locale": locale, "custom_fields": fields})


def example_request(
    locale: str,
    currency: str,
    *,
    amount: Money | None = None,
    reference: str | None = None,
    expires_at: datetime | None = None,
) -> RequestFacts:
    """Return a request with what is given, and usual values for the rest."""
    tags = document(language_of(locale) or Locale.EN)["tags"]
    return RequestFacts(
        reference=reference or tags[TagName.REF_NUMBER]["example"],
        amount=amount or Money(EXAMPLE_MINOR, currency),
        token=EXAMPLE_TOKEN,
        expires_at=expires_at or EXAMPLE_END,
    )


def _told(tag: Tag, language: Locale) -> ToldTag:
    if isinstance(tag, TagName):
        words = document(language)["tags"][tag]
        return ToldTag(tag, aliases_of(tag), words["label"], words["example"])
    example = field_in_words(tag.type, _kept(tag.type, language), Voice(language, plain=False))
    return ToldTag(name_of(tag), aliases_of(tag), tag.label, example)


def _kept(type: CustomFieldType, language: Locale) -> Any:
    """Return a value of a custom field as it is kept (domain.field_value)."""
    words = document(language)["fields"]
    return words[type] if type in words else _NOT_IN_WORDS[type]
