"""What a person typed and a region become one telephone number, or none."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from domain.countries import COUNTRIES
from domain.phone_plain import UNFAMILIAR, read_plain
from domain.phone_plan import country_code, plan_of_code
from domain.phone_reading import REGIONS, Reading, dialling, read_by_library

__all__ = (
    "REGIONS",
    "Phone",
    "PhoneType",
    "digits",
    "digits_for_search",
    "international",
    "national",
    "read_phone",
)


class PhoneType(StrEnum):
    """What kind of line a number is; decides whether a text message can arrive."""

    MOBILE = "MOBILE"
    FIXED_LINE = "FIXED_LINE"
    FIXED_LINE_OR_MOBILE = "FIXED_LINE_OR_MOBILE"
    VOIP = "VOIP"
    PREMIUM = "PREMIUM"
    OTHER = "OTHER"
    UNKNOWN = "UNKNOWN"


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
    found = _reading(_visible(raw), region)
    if found is None:
        return Phone(raw, None, PhoneType.UNKNOWN, None)
    home = found.region if found.region in COUNTRIES else None
    return Phone(raw, found.e164, _TYPES.get(found.type, PhoneType.OTHER), home)


def national(e164: str) -> str:
    """Return a valid number as it is written in its own country: `0151 23456789`."""
    code = country_code(e164[1:])
    assert code is not None, "the number is valid"
    return plan_of_code(code).written_at_home(e164[1 + len(code) :])


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
    code, trunk = dialling(phone.region)
    return tuple(dict.fromkeys((abroad, trunk + abroad.removeprefix(code))))


def digits(text: str) -> str:
    """Return only the digits of a text, those of other scripts as 0 to 9, without a leading `00`."""
    return _DIGITS.sub("", phonenumbers.normalize_digits_only(_visible(text))).removeprefix("00")


def _reading(written: str, region: str) -> Reading | None:
    if floated := _FLOAT.fullmatch(written):
        written = floated[1]  # 491512345678.0: a float's zero is not dialled
    plain = read_plain(written, region)
    if plain is not UNFAMILIAR:
        return plain
    if _SCIENTIFIC.fullmatch(written):
        return None  # 4.91512E+11: Excel has rounded the digits away, and nobody can restore them
    return read_by_library(written, region)


def _visible(text: str) -> str:
    """Return a text without what nobody sees (zero-width and bidirectional signs) or means (`'+49`)."""
    if not text.isascii():
        text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf").replace(
            "\N{NO-BREAK SPACE}", " "
        )
    return text.strip().lstrip("'’‘`´").strip()
