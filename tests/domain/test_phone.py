"""Numbers are read as people of a region write them; what can't be read is kept and marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.phone import REGIONS, Phone, PhoneType, digits_for_search, international, national, read_phone

MOBILE = "+4915123456789"


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("+49 151 23456789", "FR"),
        ("0151 23456789", "DE"),
        ("0151/23456789", "DE"),
        ("(0151) 234-567-89", "DE"),
        ("0049 151 23456789", "DE"),
        ("0049 151 23456789", "US"),
        ("+49 (0)151 23456789", "DE"),
        ("+49(0)15123456789", "FR"),
        ("0049 (0) 151 23456789", "DE"),
        ("'+49 151 23456789", "DE"),
        ("’0151 23456789", "DE"),
        ("\ufeff0151\u00a02345\u200b6789", "DE"),
        ("\u202a+49 151 23456789\u202c", "DE"),
        ("０１５１２３４５６７８９", "DE"),
        ("15123456789", "DE"),
        ("4915123456789", "DE"),
        ("4915123456789.0", "DE"),
        ("+4915123456789,0", "DE"),
        ("Handy: 0151 23456789", "DE"),
        ("0151 23456789 ext. 12", "DE"),
    ],
)
def test_any_notation_of_a_number_is_that_number(text: str, region: str) -> None:
    phone = read_phone(text, region)

    assert (phone.e164, phone.type, phone.region, phone.valid) == (MOBILE, PhoneType.MOBILE, "DE", True)


@pytest.mark.parametrize(
    ("text", "region", "e164", "type", "home"),
    [
        ("06 12 34 56 78", "FR", "+33612345678", PhoneType.MOBILE, "FR"),
        ("+33 (0)6 12 34 56 78", "DE", "+33612345678", PhoneType.MOBILE, "FR"),
        ("079 123 45 67", "CH", "+41791234567", PhoneType.MOBILE, "CH"),
        ("+39 06 698 12345", "DE", "+390669812345", PhoneType.FIXED_LINE, "VA"),
        ("089 123456", "DE", "+4989123456", PhoneType.FIXED_LINE, "DE"),
        ("(415) 555-2671", "US", "+14155552671", PhoneType.FIXED_LINE_OR_MOBILE, "US"),
        ("0900 1 123456", "DE", "+499001123456", PhoneType.PREMIUM, "DE"),
        ("0800 1234567", "DE", "+498001234567", PhoneType.OTHER, "DE"),
        ("+800 1234 5678", "DE", "+80012345678", PhoneType.OTHER, None),
    ],
)
def test_type_and_country_come_with_the_number(
    text: str, region: str, e164: str, type: PhoneType, home: str | None
) -> None:
    assert read_phone(text, region) == Phone(text, e164, type, home)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "unbekannt",
        "0151 23456789 / 0171 1234567",
        "4.91512E+11",
        "4,91512e11",
        "4.9151234567E+12",
        "+49 151 2345678901234567890",
        "\ud800",
        "9" * 10_000,
    ],
)
def test_what_is_no_number_is_kept_as_it_was_written(text: str) -> None:
    """Also what Excel has rounded: its digits are gone, and nobody guesses them."""
    assert read_phone(f"  {text} ", "DE") == Phone(text, None, PhoneType.UNKNOWN, None)


def test_a_number_without_country_code_needs_a_region_that_exists() -> None:
    assert read_phone("0151 23456789", "XX").valid is False
    assert read_phone("0151 23456789", "").valid is False
    assert read_phone(MOBILE, "").e164 == MOBILE


@given(st.text(st.characters()), st.sampled_from(sorted(REGIONS)))
def test_no_text_makes_reading_fail(text: str, region: str) -> None:
    assert read_phone(text, region).raw == text.strip()


@given(
    st.from_regex(r"[+0]?[0-9 ()/.-]{6,16}", fullmatch=True), st.sampled_from(["DE", "FR", "CH", "US", "IT"])
)
def test_a_valid_number_is_the_same_everywhere(text: str, region: str) -> None:
    phone = read_phone(text, region)

    if phone.e164 is not None:
        for written in (phone.e164, international(phone.e164), phone.e164.replace("+", "00", 1)):
            assert read_phone(written, "DE").e164 == phone.e164


def test_a_number_is_shown_at_home_and_abroad() -> None:
    assert national(MOBILE) == "01512 3456789"
    assert international(MOBILE) == "+49 1512 3456789"


@pytest.mark.parametrize(
    ("text", "found_by"),
    [
        (MOBILE, ("4915123456789", "015123456789")),
        ("+39 06 698 12345", ("390669812345", "0669812345")),
        ("+800 1234 5678", ("80012345678",)),
        ("0049 12", ("4912",)),
        ("nie", ()),
    ],
)
def test_a_number_is_found_by_its_digits_at_home_and_abroad(text: str, found_by: tuple[str, ...]) -> None:
    assert digits_for_search(read_phone(text, "DE")) == found_by


def test_regions_are_countries_with_telephones() -> None:
    assert len(REGIONS) == 243
    assert {"DE", "FR", "CH", "AT", "US", "XK"} <= REGIONS
    assert {"AC", "TA", "001"}.isdisjoint(REGIONS)
