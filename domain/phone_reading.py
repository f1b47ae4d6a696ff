"""What a written number means, by libphonenumber alone: thorough, and slow."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType
from phonenumbers.phonemetadata import PhoneMetadata

from domain.countries import COUNTRIES

# The regions in which a number without a country code can be read.
REGIONS: frozenset[str] = frozenset(phonenumbers.SUPPORTED_REGIONS) & COUNTRIES


class Reading(NamedTuple):
    """A valid number: "+" and its digits, the region as libphonenumber names it, a PhoneNumberType."""

    e164: str
    region: str
    type: int


def read_by_library(written: str, region: str) -> Reading | None:
    """Return the likeliest of the valid numbers that a text can mean in `region`, None when there is none."""
    number = next(filter(phonenumbers.is_valid_number, _readings(written, region)), None)
    if number is None:
        return None
    home = phonenumbers.region_code_for_number(number)
    assert home is not None, "a valid number is some region's"
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return Reading(e164, home, phonenumbers.number_type(number))


@lru_cache(maxsize=512)
def dialling(region: str) -> tuple[str, str]:
    """Return country code and trunk prefix of a region, e.g. `("49", "0")`; Italy has no trunk prefix."""
    metadata = PhoneMetadata.metadata_for_region(region)
    assert metadata is not None
    return str(metadata.country_code), metadata.national_prefix or ""


def _readings(written: str, region: str) -> Iterator[PhoneNumber]:
    """Yield what a text can mean, the likeliest first."""
    if written.isdecimal() and _lost_its_plus(written, region):
        yield from _parsed("+" + written, region)
    yield from _parsed(written, region)
    if written.startswith("00"):
        # Most of the world dials 00 before a country code; regions that do not write it all the same.
        yield from _parsed("+" + written[2:], region)


def _lost_its_plus(written: str, region: str) -> bool:
    """Whether bare digits are a mobile number of `region` behind its country code.

    Spreadsheets drop the plus of +4915123456789; German numbers have no fixed length, so that the rest
    would pass for one of Ihlow (04915).
    """
    if region not in REGIONS or not written.startswith(dialling(region)[0]):
        return False
    return any(
        phonenumbers.number_type(number) == PhoneNumberType.MOBILE
        for number in _parsed("+" + written, region)
    )


def _parsed(text: str, region: str) -> Iterator[PhoneNumber]:
    try:
        yield phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return
