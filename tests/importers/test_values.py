"""The text of a cell becomes a locale, a country, or the value of a merchant's own field."""

from datetime import date, datetime

import pytest

from domain.columns import CustomColumn
from domain.custom_field import CustomFieldType
from domain.field_value import FieldValue
from domain.ids import Kind, encode, new_id
from domain.issues import ImportIssueCode, IssueSeverity
from importers.cells import Cell, cell_text
from importers.findings import Finding
from importers.values import read_country_cell, read_custom_value, read_kontor_id, read_locale


def read(
    type: CustomFieldType, cell: Cell, region: str = "DE"
) -> tuple[FieldValue | None, tuple[Finding, ...]]:
    """Return what a cell is for a field of this type."""
    options = ("Klein", "Groß") if type is CustomFieldType.SELECT else ()
    return read_custom_value(CustomColumn("own", "Eigenes", type, options), cell, cell_text(cell), region)


@pytest.mark.parametrize(
    ("type", "cell", "region", "value"),
    [
        (CustomFieldType.TEXT, "abc", "DE", "abc"),
        (CustomFieldType.TEXT, 12.0, "DE", "12"),
        (CustomFieldType.INTEGER, "1.234", "DE", 1234),
        (CustomFieldType.INTEGER, "1,234", "US", 1234),
        (CustomFieldType.INTEGER, "1\u202f234", "FR", 1234),
        (CustomFieldType.INTEGER, "12,00", "FR", 12),
        (CustomFieldType.INTEGER, 38.0, "DE", 38),
        (CustomFieldType.DECIMAL, "1.234,50", "DE", "1234.5"),
        (CustomFieldType.DECIMAL, "1,234.50", "DE", "1234.5"),
        (CustomFieldType.DECIMAL, "1'234.5", "CH", "1234.5"),
        (CustomFieldType.DECIMAL, "-0,5", "FR", "-0.5"),
        (CustomFieldType.DECIMAL, "1,234", "DE", "1.234"),
        (CustomFieldType.DECIMAL, "1.234.567", "DE", "1234567"),
        (CustomFieldType.DECIMAL, 1234.567, "DE", "1234.567"),
        (CustomFieldType.DATE, "31.12.2025", "DE", "2025-12-31"),
        (CustomFieldType.DATE, "03/04/2025", "FR", "2025-04-03"),
        (CustomFieldType.DATE, "12/31/2025", "US", "2025-12-31"),
        (CustomFieldType.DATE, "1.3.65", "DE", "1965-03-01"),
        (CustomFieldType.DATE, "2025-12-31", "US", "2025-12-31"),
        (CustomFieldType.DATE, "2025-12-31T23:59:59.5Z", "US", "2025-12-31"),
        (CustomFieldType.DATE, "31.12.2025 23:59", "DE", "2025-12-31"),
        (CustomFieldType.DATE, "12/31/2025, 11:59 PM", "US", "2025-12-31"),
        (CustomFieldType.DATE, datetime(2025, 12, 31, 10, 30), "US", "2025-12-31"),
        (CustomFieldType.DATE, date(2025, 12, 31), "US", "2025-12-31"),
        (CustomFieldType.BOOLEAN, "Ja", "DE", True),
        (CustomFieldType.BOOLEAN, "non", "FR", False),
        (CustomFieldType.BOOLEAN, True, "DE", True),
        (CustomFieldType.BOOLEAN, 0.0, "DE", False),
        (CustomFieldType.SELECT, "GROSS", "DE", "Groß"),
        (CustomFieldType.PHONE, "0151 23456789", "DE", "+4915123456789"),
        (CustomFieldType.EMAIL, "Ida@Example.org", "DE", "ida@example.org"),
        (CustomFieldType.URL, "https://example.org/", "DE", "https://example.org/"),
    ],
)
def test_a_value_is_read_as_people_in_the_region_write_it(
    type: CustomFieldType, cell: Cell, region: str, value: FieldValue
) -> None:
    """Numbers and dates of a workbook are what they are, wherever they were written."""
    kept, findings = read(type, cell, region)

    assert (kept, findings) == (value, ())


@pytest.mark.parametrize(
    ("type", "cell"),
    [
        (CustomFieldType.INTEGER, "zwölf"),
        (CustomFieldType.INTEGER, "1,5"),
        (CustomFieldType.DECIMAL, "1,2,3.4"),
        (CustomFieldType.DATE, "31.02.2025"),
        (CustomFieldType.DATE, "Ostern"),
        (CustomFieldType.BOOLEAN, "vielleicht"),
        (CustomFieldType.PHONE, "unbekannt"),
        (CustomFieldType.EMAIL, "ida(at)example.org"),
        (CustomFieldType.URL, "example"),
    ],
)
def test_what_does_not_fit_is_left_out_and_said(type: CustomFieldType, cell: str) -> None:
    """With what the column takes."""
    kept, findings = read(type, cell)

    assert (kept, findings) == (
        None,
        (Finding(ImportIssueCode.TYPE_MISMATCH, facts={"type": type.value}),),
    )


def test_an_unknown_option_is_left_out_and_the_options_are_said() -> None:
    """In the order in which the merchant has put them."""
    kept, findings = read(CustomFieldType.SELECT, "Mittel")

    expected = Finding(ImportIssueCode.OPTION_UNKNOWN, facts={"options": ["Klein", "Groß"]})
    assert (kept, findings) == (None, (expected,))


def test_a_text_that_is_too_long_is_an_error() -> None:
    """It is not cut."""
    kept, findings = read(CustomFieldType.TEXT, "x" * 2001)

    facts = {"limit": 2000, "length": 2001}
    assert (kept, findings) == (
        None,
        (Finding(ImportIssueCode.TOO_LONG, IssueSeverity.ERROR, facts=facts),),
    )


@pytest.mark.parametrize(("region", "day"), [("GB", "2025-04-03"), ("US", "2025-03-04")])
def test_a_date_with_two_meanings_is_read_as_in_the_region_and_doubted(region: str, day: str) -> None:
    """Lists in English travel between both."""
    kept, findings = read(CustomFieldType.DATE, "03/04/2025", region)

    assert (kept, findings) == (day, (Finding(ImportIssueCode.DATE_AMBIGUOUS, suggestion=day),))


@pytest.mark.parametrize(
    ("text", "locale"), [("de-ch", "de-CH"), ("FR", "fr"), ("Französisch", "fr"), ("anglais", "en")]
)
def test_a_language_is_known_by_tag_and_name(text: str, locale: str) -> None:
    """In German, French and English."""
    assert read_locale(text) == (locale, ())


def test_an_unknown_language_or_country_is_left_out_and_said() -> None:
    """The row stays."""
    language = read_locale("Klingonisch")
    country = read_country_cell("Narnia")

    assert language == (None, (Finding(ImportIssueCode.TYPE_MISMATCH, facts={"type": "LOCALE"}),))
    assert country == (None, (Finding(ImportIssueCode.TYPE_MISMATCH, facts={"type": "COUNTRY"}),))


def test_a_kontor_id_is_read_as_an_export_has_it() -> None:
    """Any other text in its column is no id, and leads to nobody."""
    customer_id = new_id()

    assert read_kontor_id(encode(Kind.CUSTOMER, customer_id)) == (customer_id, ())
    for text in ("4711", str(customer_id), encode(Kind.GROUP, customer_id)):
        read, (finding,) = read_kontor_id(text)
        assert (read, finding.code, finding.facts) == (
            None,
            ImportIssueCode.TYPE_MISMATCH,
            {"type": "KONTOR_ID"},
        )
