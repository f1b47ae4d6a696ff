"""What a tag stands for in the message to one customer: a text on one line, or nothing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from domain.custom_field import CustomFieldType
from domain.messages.rendered import RequestFacts
from domain.messages.tags import FieldTag, Tag, TagName
from domain.messages.voice import Voice
from domain.names import NAMELESS, display_name
from domain.visible import without_invisible

# Where a line could end, and plain spaces; one that does not break stays between a sum and its currency.
_GAPS = re.compile("[ \t\n\u2028\u2029]+")

# What is read of a customer, by its names in the database; `custom_fields` is definition id -> value.
CUSTOMER_COLUMNS = (
    *("salutation", "first_name", "last_name", "company_name", "external_reference", "locale"),
    "custom_fields",
)


@dataclass(frozen=True, slots=True)
class MerchantFacts:
    """What a message says of its sender: BCP 47 locale, IANA time zone."""

    name: str
    locale: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the tags of one message are about; `customer` has CUSTOMER_COLUMNS."""

    customer: Mapping[str, Any]
    request: RequestFacts
    merchant: MerchantFacts
    url: str
    opt_out_url: str


def value_of(tag: Tag, facts: Facts, voice: Voice) -> str | None:
    """Return what stands for a tag, None when nothing is known: on one line, without invisible signs."""
    if isinstance(tag, FieldTag):
        value = facts.customer["custom_fields"].get(str(tag.id))
        return None if value is None else one_line(field_in_words(tag.type, value, voice))
    found = _VALUES[tag](facts, voice)
    return one_line(found) if found else None


def one_line(text: str) -> str | None:
    """Return a text as a value or a subject may be: without line ends and what steers; None for nothing.

    So nobody's name can end a header or begin a line of its own.
    """
    if text.isprintable() and "  " not in text:  # as nearly all are
        return text.strip() or None
    return _GAPS.sub(" ", without_invisible(text)).strip() or None


def _display_name(facts: Facts, _voice: Voice) -> str | None:
    customer = facts.customer
    # Nobody is greeted by an address or a number, which a list would show instead.
    name = display_name(customer["first_name"], customer["last_name"], customer["company_name"], None, None)
    return None if name == NAMELESS else name


def _due_date(facts: Facts, voice: Voice) -> str | None:
    expires_at = facts.request.expires_at
    if expires_at is None:
        return None
    # What ends at midnight can be paid until the day before.
    last = expires_at.astimezone(ZoneInfo(facts.merchant.time_zone)) - timedelta(microseconds=1)
    return voice.day(last.date())


def _of_customer(column: str) -> Callable[[Facts, Voice], str | None]:
    return lambda facts, _voice: facts.customer[column]


_VALUES: Mapping[TagName, Callable[[Facts, Voice], str | None]] = MappingProxyType(
    {
        TagName.SALUTATION: _of_customer("salutation"),
        TagName.FIRST_NAME: _of_customer("first_name"),
        TagName.LAST_NAME: _of_customer("last_name"),
        TagName.DISPLAY_NAME: _display_name,
        TagName.COMPANY_NAME: _of_customer("company_name"),
        TagName.EXTERNAL_REFERENCE: _of_customer("external_reference"),
        TagName.AMOUNT: lambda facts, voice: voice.amount(facts.request.amount),
        TagName.CURRENCY: lambda facts, _voice: facts.request.amount.currency,
        TagName.REF_NUMBER: lambda facts, _voice: facts.request.reference,
        TagName.URL: lambda facts, _voice: facts.url,
        TagName.DUE_DATE: _due_date,
        TagName.MERCHANT_NAME: lambda facts, _voice: facts.merchant.name,
        TagName.OPT_OUT_URL: lambda facts, _voice: facts.opt_out_url,
    }
)


def field_in_words(type: CustomFieldType, value: Any, voice: Voice) -> str:
    """Return a custom field's value (domain.field_value says how it is kept) as people write it."""
    match type, value:
        case CustomFieldType.BOOLEAN, bool():
            return voice.yes_or_no(value)
        case CustomFieldType.DATE, str():
            return voice.day(date.fromisoformat(value))
        case CustomFieldType.DECIMAL, str():
            return voice.number(Decimal(value))
        case _:
            return str(value)
