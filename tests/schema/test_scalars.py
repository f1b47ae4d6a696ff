"""Scalars take what is right, as literal and as variable, and refuse the rest in plain words."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import strawberry
from strawberry.schema.config import StrawberryConfig

from schema.scalars import (
    JSON,
    SCALARS,
    URL,
    CountryCode,
    CurrencyCode,
    LocaleTag,
    PhoneNumber,
    Upload,
)


@strawberry.type
class Query:
    """Answers what it has understood, as Python writes it."""

    @strawberry.field
    def date_time(self, value: datetime) -> str:
        return repr(value)

    @strawberry.field
    def date(self, value: date) -> str:
        return repr(value)

    @strawberry.field
    def decimal(self, value: Decimal) -> str:
        return repr(value)

    @strawberry.field
    def json(self, value: JSON) -> str:
        return repr(value)

    @strawberry.field
    def upload(self, value: Upload) -> str:
        return type(value).__name__

    @strawberry.field
    def phone_number(self, value: PhoneNumber) -> str:
        return repr(value)

    @strawberry.field
    def url(self, value: URL) -> str:
        return repr(value)

    @strawberry.field
    def locale(self, value: LocaleTag) -> str:
        return repr(value)

    @strawberry.field
    def currency_code(self, value: CurrencyCode) -> str:
        return repr(value)

    @strawberry.field
    def country_code(self, value: CountryCode) -> str:
        return repr(value)


SCHEMA = strawberry.Schema(Query, config=StrawberryConfig(scalar_map=SCALARS))


def fields_to_scalars() -> dict[str, str]:
    fields = SCHEMA._schema.query_type.fields  # type: ignore[union-attr]
    return {name: str(field.args["value"].type) for name, field in fields.items()}


def ask_by_variable(field: str, value: object) -> Any:
    document = f"query ($value: {fields_to_scalars()[field]}) {{ {field}(value: $value) }}"
    return SCHEMA.execute_sync(document, variable_values={"value": value})


def ask_by_literal(field: str, literal: str) -> Any:
    return SCHEMA.execute_sync(f"{{ {field}(value: {literal}) }}")


TEXTS = [
    ("dateTime", "2026-01-31T12:00:00Z", datetime(2026, 1, 31, 12, tzinfo=UTC)),
    ("dateTime", "2026-01-31t12:00:00.25z", datetime(2026, 1, 31, 12, 0, 0, 250_000, tzinfo=UTC)),
    ("dateTime", "2026-01-31 12:00:00+01:30", datetime(2026, 1, 31, 10, 30, tzinfo=UTC)),
    ("dateTime", "2026-01-31T12:00:00.123456789Z", datetime(2026, 1, 31, 12, 0, 0, 123_456, tzinfo=UTC)),
    ("date", "2024-02-29", date(2024, 2, 29)),
    ("decimal", "12.50", Decimal("12.50")),
    ("decimal", "-0.00", Decimal("-0.00")),
    ("decimal", "1e3", Decimal("1E+3")),
    ("decimal", "9" * 40, Decimal("9" * 40)),
    ("phoneNumber", " 044 668 18 00 ", "044 668 18 00"),
    ("url", "https://example.org/a?b=%20", "https://example.org/a?b=%20"),
    ("locale", "de", "de"),
    ("locale", "zh_Hant_TW", "zh-Hant-TW"),
    ("currencyCode", "eur", "EUR"),
    ("countryCode", "ch", "CH"),
]


@pytest.mark.parametrize(("field", "text", "meaning"), TEXTS)
def test_a_text_means_the_same_as_literal_and_as_variable(field: str, text: str, meaning: object) -> None:
    """Both ways in lead to one value."""
    by_literal = ask_by_literal(field, json.dumps(text))
    by_variable = ask_by_variable(field, text)

    assert by_literal.errors is None
    assert by_literal.data == by_variable.data == {field: repr(meaning)}


@pytest.mark.parametrize(
    ("literal", "meaning"),
    [
        ("0.1", Decimal("0.1")),
        ("3", Decimal(3)),
        ("0.1234567890123456789012345678901234567", Decimal("0.1234567890123456789012345678901234567")),
    ],
)
def test_a_number_in_the_document_is_exact(literal: str, meaning: Decimal) -> None:
    """A literal number is read from its text, never through a double."""
    assert ask_by_literal("decimal", literal).data == {"decimal": repr(meaning)}


@pytest.mark.parametrize(
    ("number", "meaning"),
    [(7, Decimal(7)), (0.1, Decimal("0.1")), (123456789012.345, Decimal("123456789012.345"))],
)
def test_a_number_in_a_variable_is_exact_within_fifteen_digits(number: float, meaning: Decimal) -> None:
    """A double of so few digits is the number that the client wrote."""
    assert ask_by_variable("decimal", number).data == {"decimal": repr(meaning)}


REFUSED = [
    ("dateTime", "2026-01-31T12:00:00"),
    ("dateTime", "2026-01-31"),
    ("dateTime", "2026-13-01T12:00:00Z"),
    ("dateTime", "2026-01-31T12:00:60Z"),
    ("dateTime", "2026-01-31T12:00:00+24:00"),
    ("dateTime", "2026-01-31T12:00:00+01:60"),
    ("dateTime", "0001-01-01T00:00:00+01:00"),
    ("dateTime", "0001-01-01T00:00:00Z"),
    ("dateTime", "9999-12-31T23:59:59.999999Z"),
    ("dateTime", "२०२६-01-31T12:00:00Z"),
    ("dateTime", 1769860800),
    ("date", "2026-02-29"),
    ("date", "20260131"),
    ("date", "2026-W05-6"),
    ("date", "2026-01-31T00:00:00Z"),
    ("decimal", "NaN"),
    ("decimal", "Infinity"),
    ("decimal", float("nan")),
    ("decimal", float("inf")),
    ("decimal", True),
    ("decimal", 0.30000000000000004),
    ("decimal", "9" * 41),
    ("decimal", "1e40"),
    ("decimal", "1e-41"),
    ("decimal", "1e999999999"),
    ("decimal", "1_000"),
    ("decimal", " 1"),
    ("decimal", "1,5"),
    ("decimal", "٣"),
    ("decimal", ""),
    ("decimal", []),
    ("phoneNumber", "unbekannt"),
    ("phoneNumber", "0" * 65),
    ("phoneNumber", 41446681800),
    ("url", "example.org"),
    ("url", "javascript:alert(1)"),
    ("url", "https://"),
    ("url", "https://example.org/\nx"),
    ("url", "http://[::1"),
    ("url", "https://example.org/" + "a" * 2048),
    ("locale", "Deutsch (Schweiz)"),
    ("locale", ""),
    ("locale", "d"),
    ("currencyCode", "EURO"),
    ("currencyCode", "E1R"),
    ("currencyCode", "ÄÖÜ"),
    ("countryCode", "CHE"),
    ("countryCode", {"code": "CH"}),
    ("upload", "invoice.csv"),
    ("upload", {"name": "invoice.csv"}),
    ("upload", 1),
    ("json", float("inf")),
    ("json", {"a": [float("nan")]}),
]


@pytest.mark.parametrize(("field", "value"), REFUSED)
def test_what_a_scalar_can_not_be_is_refused(field: str, value: object) -> None:
    """The query is not run, and the one error is the client's to mend."""
    answer = ask_by_variable(field, value)

    assert answer.data is None
    assert [error.extensions["code"] for error in answer.errors] == ["BAD_USER_INPUT"]


@pytest.mark.parametrize(
    ("field", "literal"),
    [
        ("currencyCode", "EUR"),
        ("dateTime", "2026"),
        ("decimal", "true"),
        ("locale", '["de"]'),
        ("upload", '"invoice.csv"'),
        ("upload", "1"),
        ("date", '"2026-02-30"'),
    ],
)
def test_a_literal_of_another_kind_is_refused(field: str, literal: str) -> None:
    """An enum, a number or a list is no string, even where it looks like one."""
    answer = ask_by_literal(field, literal)

    assert answer.data is None
    assert [error.extensions["code"] for error in answer.errors] == ["BAD_USER_INPUT"]


def test_a_refusal_names_the_value_and_what_is_expected() -> None:
    """The words are the same for a literal and point at it."""
    answer = ask_by_literal("date", '"31.01.2026"')

    assert [error.message for error in answer.errors] == [
        'Date can\'t be "31.01.2026": expected a date such as 2026-01-31.'
    ]
    assert [(place.line, place.column) for place in answer.errors[0].locations] == [(1, 15)]


def test_a_refusal_shows_sixty_characters_at_most() -> None:
    """A long value is not sent back in full."""
    answer = ask_by_literal("currencyCode", json.dumps("x" * 100_000))

    assert [error.message for error in answer.errors] == [
        f'CurrencyCode can\'t be "{"x" * 60}…": expected three letters such as EUR.'
    ]


def test_half_a_character_does_not_break_the_refusal() -> None:
    """The message can be written as UTF-8 whatever the client sent."""
    answer = ask_by_variable("currencyCode", "\ud800")

    assert [error.message.isprintable() for error in answer.errors] == [True]


def test_json_is_taken_up_to_its_depth() -> None:
    """Twenty levels are taken, one more is refused."""
    deep: object = 1
    for _ in range(19):
        deep = [deep]

    assert ask_by_variable("json", deep).data == {"json": repr(deep)}
    assert [error.extensions["code"] for error in ask_by_variable("json", [deep]).errors] == [
        "BAD_USER_INPUT"
    ]


def test_json_literals_are_json() -> None:
    """Objects and lists can be written in the document."""
    assert ask_by_literal("json", '{a: [1, 2.5, "x", true, null]}').data == {
        "json": "{'a': [1, 2.5, 'x', True, None]}"
    }


def test_a_file_comes_as_it_is() -> None:
    """What the transport puts in the place of a variable reaches the resolver."""
    assert ask_by_variable("upload", bytearray(b"a;b")).data == {"upload": "bytearray"}
