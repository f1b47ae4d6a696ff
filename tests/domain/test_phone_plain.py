"""A plainly written number is read as libphonenumber reads it, whatever its region and its notation."""

from collections.abc import Iterator

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from domain.phone import national
from domain.phone_plain import UNFAMILIAR, read_plain
from domain.phone_reading import Reading, read_by_library

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
TYPES = [value for name, value in vars(PhoneNumberType).items() if name.isupper()]
SIGNS = "0123456789 -./()+"


def _examples() -> Iterator[tuple[str, PhoneNumber]]:
    """Yield a number of every type that any region has."""
    for region in REGIONS:
        numbers = (phonenumbers.example_number_for_type(region, kind) for kind in TYPES)
        yield from ((region, number) for number in numbers if number is not None)
    for code in sorted(phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS):
        number = phonenumbers.example_number_for_non_geo_entity(code)
        assert number is not None
        yield "001", number


EXAMPLES = list(_examples())


def _notations(number: PhoneNumber) -> list[str]:
    """Return a number as it is written at home and abroad, well and badly."""
    ways = (PhoneNumberFormat.E164, PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL)
    e164, national, international = (phonenumbers.format_number(number, way) for way in ways)
    significant = phonenumbers.national_significant_number(number)
    return [
        *(e164, national, international, significant, e164[1:]),
        *(f"00{e164[1:]}", f"011 {e164[1:]}", f"+{number.country_code} (0) {significant}"),
        *(f"0{significant}", f"1-{significant}", f"8 ({significant[:3]}) {significant[3:]}"),
        *(f"({national})", national.replace(" ", "."), national.replace(" ", " / ")),
    ]


@pytest.mark.parametrize("region", [*REGIONS, "001"])
def test_numbers_of_every_type_and_region_are_read_as_the_library_reads_them(region: str) -> None:
    """At home, next door and across the sea, in every notation."""
    numbers = [number for home, number in EXAMPLES if home == region]

    written = [(text, at) for n in numbers for text in _notations(n) for at in (region, "DE", "US")]

    assert [_plain_or_library(text, at) for text, at in written] == [read_by_library(*of) for of in written]


@settings(max_examples=1500)
@given(st.data())
def test_spoilt_numbers_are_read_as_the_library_reads_them(data: st.DataObject) -> None:
    """A digit too many, too few or another one; a sign in the wrong place; a number of somewhere else."""
    home, number = data.draw(st.sampled_from(EXAMPLES))
    region = data.draw(st.sampled_from([home, *REGIONS]))
    text = data.draw(st.sampled_from(_notations(number)))
    for at, instead in data.draw(st.lists(st.tuples(st.integers(0, 20), st.text(SIGNS, max_size=2)))):
        text = text[:at] + instead + text[at + 1 :]

    assert _plain_or_library(text.strip(), region) == read_by_library(text.strip(), region)


@settings(max_examples=1000)
@given(st.from_regex(r"[+0]?[0-9 ()./-]{5,22}", fullmatch=True), st.sampled_from(REGIONS))
def test_any_digits_are_read_as_the_library_reads_them(text: str, region: str) -> None:
    assert _plain_or_library(text.strip(), region) == read_by_library(text.strip(), region)


@pytest.mark.parametrize(
    "text",
    [
        "0151 23456789 ext. 12",
        "0151 23456789 / x 12",
        "0151 23456789, 0171 1234567",
        "Handy: 0151 23456789",
        "1-800-FLOWERS",
        "tel:0151-23456789;phone-context=+49",
        "++49 151 23456789",
        "+49 151 +49 171",
        "０１５１２３４５６７８９",
        "+999 151 23456789",
        "110",
        "0151 234 567 890 123 456",
        "",
    ],
)
def test_what_is_not_plain_is_left_to_the_library(text: str) -> None:
    assert read_plain(text, "DE") is UNFAMILIAR


def test_a_region_that_is_none_is_left_to_the_library() -> None:
    assert read_plain("+49 151 23456789", "XX") is UNFAMILIAR


@pytest.mark.parametrize(("home", "number"), [e for e in EXAMPLES if e[0] in {"DE", "FR", "US", "CH", "GB"}])
def test_what_people_write_is_plain(home: str, number: PhoneNumber) -> None:
    """Otherwise all would be right, and slow."""
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    known = Reading(e164, str(phonenumbers.region_code_for_number(number)), phonenumbers.number_type(number))

    notations = _notations(number)[:3] if len(e164) > len("+49 110 00") else [e164]

    assert [read_plain(text, home) for text in notations] == [known] * len(notations)


@pytest.mark.parametrize("region", [*REGIONS, "001"])
def test_a_number_is_written_at_home_as_the_library_writes_it(region: str) -> None:
    """In groups, and with what is dialled before it."""
    numbers = [number for home, number in EXAMPLES if home == region]

    written = [national(phonenumbers.format_number(number, PhoneNumberFormat.E164)) for number in numbers]

    assert written == [phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL) for number in numbers]


def _plain_or_library(text: str, region: str) -> Reading | None:
    plain = read_plain(text, region)
    return read_by_library(text, region) if plain is UNFAMILIAR else plain
