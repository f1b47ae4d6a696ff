"""What a person typed and a region become one telephone number, or none."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType
from phonenumbers.phonemetadata import PhoneMetadata

from domain.countries import COUNTRIES


class PhoneType(StrEnum):
    """What kind of line a number is; decides whether a text message can arrive."""

    MOBILE = "MOBILE"
    FIXED_LINE = "FIXED_LINE"
    FIXED_LINE_OR_MOBILE = "FIXED_LINE_OR_MOBILE"
    VOIP = "VOIP"
    PREMIUM = "PREMIUM"
    OTHER = "OTHER"
    UNKNOWN = "UNKNOWN"


# The regions in which a number without a country code can be read.
REGIONS: frozenset[str] = frozenset(phonenumbers.SUPPORTED_REGIONS) & COUNTRIES

_TYPES = {
    PhoneNumberType.MOBILE: PhoneType.MOBILE,
    PhoneNumberType.FIXED_LINE: PhoneType.FIXED_LINE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: PhoneType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.VOIP: PhoneType.VOIP,
    PhoneNumberType.PREMIUM_RATE: PhoneType.PREMIUM,
    PhoneNumberType.UNKNOWN: PhoneType.UNKNOWN,
}
_SCIENTIFIC = re.compile(r"\d[.,]?\d*[eE]\+?\d+")
_FLOAT = re.compile(r"(\+?\d{6,})[.,]0+")
_DIGITS = re.compile(r"\D+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as it was written and as it is understood.

    `raw` is the text without outer spaces; `e164` is "+" and at most 15 digits, or None when no valid
    number can be read; `region` is the country of a valid number, None for one that is of no country.
    """

    raw: str
    e164: str | None
    type: PhoneType
    region: str | None

    @property
    def valid(self) -> bool:
        return self.e164 is not None


def read_phone(text: str, region: str) -> Phone:
    """Return what a text says as a telephone number; one without a country code is read in `region`.

    Never raises: a number that can't be read is kept as it was written, with `e164` None. Extensions are
    dropped.
    Source: ITU-T E.164; parsing, validity and types by libphonenumber.
    """
    raw = text.strip()
    number = next(filter(phonenumbers.is_valid_number, _readings(_visible(raw), region)), None)
    if number is None:
        return Phone(raw, None, PhoneType.UNKNOWN, None)
    home = phonenumbers.region_code_for_number(number)
    return Phone(
        raw=raw,
        e164=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        type=_TYPES.get(phonenumbers.number_type(number), PhoneType.OTHER),
        region=home if home in COUNTRIES else None,
    )


@lru_cache(maxsize=4096)
def national(e164: str) -> str:
    """Return a valid number as it is written in its own country: `0151 23456789`."""
    return phonenumbers.format_number(phonenumbers.parse(e164), PhoneNumberFormat.NATIONAL)


@lru_cache(maxsize=4096)
def international(e164: str) -> str:
    """Return a valid number as it is written abroad: `+49 1512 3456789`."""
    return phonenumbers.format_number(phonenumbers.parse(e164), PhoneNumberFormat.INTERNATIONAL)


def digits_for_search(phone: Phone) -> tuple[str, ...]:
    """Return the digits by which a number is found: E.164 without "+", and national with its trunk prefix.

    A number that is not valid is found by the digits that were written.
    """
    if phone.e164 is None:
        written = digits(phone.raw)
        return (written,) if written else ()
    abroad = phone.e164[1:]
    if phone.region is None:
        return (abroad,)
    code, trunk = _dialling(phone.region)
    return tuple(dict.fromkeys((abroad, trunk + abroad.removeprefix(code))))


def digits(text: str) -> str:
    """Return only the digits of a text, those of other scripts as 0 to 9, without a leading `00`."""
    return _DIGITS.sub("", phonenumbers.normalize_digits_only(_visible(text))).removeprefix("00")


def _readings(text: str, region: str) -> Iterator[PhoneNumber]:
    """Yield what a text can mean, the likeliest first."""
    if _SCIENTIFIC.fullmatch(text):
        return  # 4.91512E+11: Excel has rounded the digits away, and nobody can restore them
    if floated := _FLOAT.fullmatch(text):
        text = floated[1]  # 491512345678.0: a float's zero is not dialled
    if text.isdecimal() and _lost_its_plus(text, region):
        yield from _parsed("+" + text, region)
    yield from _parsed(text, region)
    if text.startswith("00"):
        # Most of the world dials 00 before a country code; regions that do not write it all the same.
        yield from _parsed("+" + text[2:], region)


def _lost_its_plus(written: str, region: str) -> bool:
    """Whether bare digits are a mobile number of `region` behind its country code.

    Spreadsheets drop the plus of +4915123456789; German numbers have no fixed length, so that the rest
    would pass for one of Ihlow (04915).
    """
    if region not in REGIONS or not written.startswith(_dialling(region)[0]):
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


def _visible(text: str) -> str:
    """Return a text without what nobody sees (zero-width and bidirectional signs) or means (`'+49`)."""
    if not text.isascii():
        text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf").replace(
            "\N{NO-BREAK SPACE}", " "
        )
    return text.strip().lstrip("'’‘`´").strip()


@lru_cache(maxsize=512)
def _dialling(region: str) -> tuple[str, str]:
    """Return country code and trunk prefix of a region, e.g. `("49", "0")`; Italy has no trunk prefix."""
    metadata = PhoneMetadata.metadata_for_region(region)
    assert metadata is not None
    return str(metadata.country_code), metadata.national_prefix or ""
