"""Codes are checked for their shape here; whether such a code exists is for the domain to say."""

import re
from collections.abc import Callable
from typing import NewType

from schema.scalars.definition import require_text, text_scalar

PhoneNumber = NewType("PhoneNumber", str)
LocaleTag = NewType("LocaleTag", str)
CurrencyCode = NewType("CurrencyCode", str)
CountryCode = NewType("CountryCode", str)

PHONE_LENGTH_LIMIT = 64

_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,4}")


def _phone(value: object) -> str:
    text = require_text(value).strip()
    if len(text) > PHONE_LENGTH_LIMIT or not any(sign.isdecimal() for sign in text):
        raise ValueError
    return text


def _locale(value: object) -> str:
    text = require_text(value)
    if _LOCALE.fullmatch(text) is None:
        raise ValueError
    return text.replace("_", "-")


def _letters(count: int) -> Callable[[object], str]:
    def read(value: object) -> str:
        text = require_text(value)
        if len(text) != count or not (text.isascii() and text.isalpha()):
            raise ValueError
        return text.upper()

    return read


PHONE_NUMBER = text_scalar(
    "PhoneNumber",
    description=(
        "A telephone number. Answers are E.164, such as `+41446681800`; any notation is taken, "
        "and a number without a country code is read in the merchant's region."
    ),
    specified_by_url="https://www.itu.int/rec/T-REC-E.164",
    expected="a telephone number such as +41446681800",
    parse=_phone,
)
LOCALE = text_scalar(
    "Locale",
    description="A language, and where it matters a region, as BCP 47 writes them: `de`, `de-CH`, `fr-FR`.",
    specified_by_url="https://www.rfc-editor.org/info/bcp47",
    expected="a language tag such as de or fr-CH",
    parse=_locale,
)
CURRENCY_CODE = text_scalar(
    "CurrencyCode",
    description="A currency by the three letters of ISO 4217, such as `EUR`.",
    specified_by_url="https://www.iso.org/iso-4217-currency-codes.html",
    expected="three letters such as EUR",
    parse=_letters(3),
)
COUNTRY_CODE = text_scalar(
    "CountryCode",
    description="A country by the two letters of ISO 3166-1, such as `CH`.",
    specified_by_url="https://www.iso.org/iso-3166-country-codes.html",
    expected="two letters such as CH",
    parse=_letters(2),
)
