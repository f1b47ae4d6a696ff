"""What tags become: in the customer's language, on one line, and in an SMS without dear characters."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.custom_field import CustomFieldType
from domain.messages.rendered import RequestFacts
from domain.messages.tags import FieldTag, TagName
from domain.messages.values import Facts, MerchantFacts, one_line, value_of
from domain.messages.voice import Voice
from domain.money import CURRENCIES, Money
from domain.sms import is_gsm7

NOBODY: dict[str, Any] = {
    **dict.fromkeys(
        ("salutation", "first_name", "last_name", "company_name", "external_reference", "locale")
    ),
    "custom_fields": {},
}
FIELD = UUID(int=7)


def facts(
    customer: dict[str, Any] | None = None, *, expires_at: datetime | None = None, money: Money | None = None
) -> Facts:
    request = RequestFacts("R-1", money or Money(123_450, "EUR"), "token", expires_at)
    merchant = MerchantFacts("Blumen Sommer", "de-DE", "Europe/Berlin")
    return Facts(NOBODY | (customer or {}), request, merchant, "https://k/p/token", "https://k/o/token/s")


def value(tag: TagName, locale: str = "de-DE", *, plain: bool = False, **given: Any) -> str | None:
    return value_of(tag, facts(**given), Voice(locale, plain))


def field(type: CustomFieldType, kept: Any, locale: str = "de-DE", *, plain: bool = False) -> str | None:
    tag = FieldTag(FIELD, "field", "Feld", type)
    return value_of(tag, facts({"custom_fields": {str(FIELD): kept}}), Voice(locale, plain))


@pytest.mark.parametrize(
    ("locale", "money", "natural", "plain"),
    [
        ("de-DE", Money(123_450, "EUR"), "1.234,50\xa0€", "1.234,50 €"),
        ("fr-FR", Money(123_450, "EUR"), "1\u202f234,50\xa0€", "1 234,50 €"),
        ("en-GB", Money(123_450, "GBP"), "£1,234.50", "£1,234.50"),
        ("de-CH", Money(123_450, "CHF"), "CHF\xa01’234.50", "CHF 1'234.50"),
        ("pl-PL", Money(1_250, "PLN"), "12,50\xa0zł", "12,50 PLN"),
        ("tr-TR", Money(1_250, "TRY"), "₺12,50", "TRY 12,50"),
        ("ja-JP", Money(1_250, "JPY"), "￥1,250", "JPY 1,250"),
    ],
)
def test_an_amount_is_written_as_its_reader_writes_it(
    locale: str, money: Money, natural: str, plain: str
) -> None:
    assert value(TagName.AMOUNT, locale, money=money) == natural
    assert value(TagName.AMOUNT, locale, money=money, plain=True) == plain


@given(
    st.sampled_from(sorted(CURRENCIES)),
    st.integers(0, 10**12),
    st.sampled_from(["de", "fr", "en", "de-CH", "fr-CH"]),
)
def test_no_amount_in_our_languages_makes_an_sms_dear(currency: str, minor: int, locale: str) -> None:
    assert is_gsm7(Voice(locale, plain=True).amount(Money(minor, currency)))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(["de", "fr", "en", "de-CH", "fr-CH"]))
def test_no_day_in_our_languages_makes_an_sms_dear(day: date, locale: str) -> None:
    assert is_gsm7(Voice(locale, plain=True).day(day))


def test_a_month_that_an_sms_lacks_is_written_in_digits() -> None:
    assert Voice("fr", plain=False).day(date(2026, 8, 1)) == "1 août 2026"
    assert Voice("fr", plain=True).day(date(2026, 8, 1)) == "01/08/2026"
    assert Voice("fr", plain=True).day(date(2026, 12, 24)) == "24 déc. 2026"


def test_the_due_date_is_the_last_day_on_which_one_can_pay() -> None:
    """In the merchant's time zone; what ends at midnight ends with the day before."""
    midnight = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)  # 1 January in Berlin

    assert value(TagName.DUE_DATE, expires_at=midnight) == "31.12.2026"
    assert value(TagName.DUE_DATE, expires_at=midnight.replace(minute=1)) == "01.01.2027"
    assert value(TagName.DUE_DATE) is None


@pytest.mark.parametrize(
    ("customer", "name"),
    [
        ({"first_name": "Ada", "last_name": "Lovelace", "company_name": "Engines"}, "Ada Lovelace"),
        ({"last_name": "Lovelace"}, "Lovelace"),
        ({"company_name": "Engines"}, "Engines"),
        ({}, None),
    ],
)
def test_nobody_is_called_by_an_address_or_a_number(customer: dict[str, Any], name: str | None) -> None:
    assert value(TagName.DISPLAY_NAME, customer=customer) == name


@pytest.mark.parametrize(
    ("type", "kept", "locale", "text"),
    [
        (CustomFieldType.TEXT, "Rosen", "de-DE", "Rosen"),
        (CustomFieldType.INTEGER, 1234567, "de-DE", "1234567"),
        (CustomFieldType.DECIMAL, "12345.60", "de-DE", "12345,6"),
        (CustomFieldType.DECIMAL, "12.5", "en", "12.5"),
        (CustomFieldType.DATE, "2026-12-24", "de-DE", "24.12.2026"),
        (CustomFieldType.DATE, "2026-12-24", "en-US", "Dec 24, 2026"),
        (CustomFieldType.BOOLEAN, True, "de-DE", "ja"),
        (CustomFieldType.BOOLEAN, False, "fr-CH", "non"),
        (CustomFieldType.BOOLEAN, False, "es", "no"),
        (CustomFieldType.URL, "https://example.com", "de", "https://example.com"),
        (CustomFieldType.TEXT, None, "de", None),
    ],
)
def test_a_custom_field_is_written_by_its_type(
    type: CustomFieldType, kept: Any, locale: str, text: str | None
) -> None:
    assert field(type, kept, locale) == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ada\r\nBcc: all@example.com", "Ada Bcc: all@example.com"),
        ("Ada\u2028Grace\u2029x", "Ada Grace x"),
        ("A\x00d\x1ba\u202e", "Ada"),
        ("  Ada \t Grace ", "Ada Grace"),
        ("\u200b \n", None),
        ("", None),
    ],
)
def test_a_value_stays_on_one_line_and_steers_nothing(text: str, line: str | None) -> None:
    assert one_line(text) == line
    assert value(TagName.FIRST_NAME, customer={"first_name": text}) == line


@given(st.text())
def test_no_value_has_a_line_end_or_a_control_sign(text: str) -> None:
    line = one_line(text)

    assert line is None or (len(line.splitlines()) == 1 and one_line(line) == line)
    assert line is None or not any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 for sign in line)
