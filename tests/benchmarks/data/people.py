"""Who the customers are: names, numbers and addresses that German, French and American people could have."""

import tomllib
from dataclasses import dataclass
from itertools import product
from pathlib import Path

_NAMES = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))
FIRST_NAMES = {region: names.split() for region, names in _NAMES["first"].items()}
LAST_NAMES = {
    region: [begin + end for begin, end in product(begins.split(), _NAMES["last_end"][region].split())]
    for region, begins in _NAMES["last_begin"].items()
}
REGIONS = ("DE", "DE", "FR", "FR", "US")
_CITIES = {
    "DE": ("Köln", "50667", "Hauptstraße"),
    "FR": ("Besançon", "25000", "rue de l’Église"),
    "US": ("Springfield", "62701", "Main Street"),
}
_LOCALES = {"DE": "de-DE", "FR": "fr-FR", "US": "en-US"}
_ASCII = str.maketrans("äöüßéèêëàâçîïôûÉ", "aouseeeeaaciiouE")
_SCATTER = 7_654_321  # has no divisor in common with the ranges below, so that no two numbers are alike


@dataclass(frozen=True, slots=True)
class Person:
    """What a merchant knows of a customer; the number is written as people of its region write it."""

    region: str
    first_name: str
    last_name: str
    phone_raw: str | None
    phone_e164: str | None
    phone_type: str | None
    email: str
    street: str
    postal_code: str
    city: str
    locale: str


def person(merchant: int, number: int) -> Person:
    """Return the customer with this number in a merchant's list; names repeat, numbers and e-mails don't."""
    region = REGIONS[number % len(REGIONS)]
    turn = number // len(REGIONS) + merchant * 37
    first_names, last_names = FIRST_NAMES[region], LAST_NAMES[region]
    first = first_names[turn * 7 % len(first_names)]
    last = last_names[turn * 13 // 3 % len(last_names)]
    raw, e164, kind = _phone(region, number)
    city, postal_code, street = _CITIES[region]
    email = f"{first}.{last}.{number}@kunde-{merchant}.com".translate(_ASCII).lower()
    house = f"{street} {1 + number % 180}"
    return Person(region, first, last, raw, e164, kind, email, house, postal_code, city, _LOCALES[region])


def _phone(region: str, number: int) -> tuple[str | None, str | None, str | None]:
    if number % 50 == 7:
        return None, None, None
    if number % 100 == 13:
        return "0151 12", None, "UNKNOWN"  # as in every real list, a few are wrong
    match region:
        case "DE":
            digits = f"{number * _SCATTER % 100_000_000:08}"
            return f"0151 {digits}", f"+49151{digits}", "MOBILE"
        case "FR":
            digits = f"{number * _SCATTER % 10_000_000:07}"
            return f"06 1{digits[0]} {digits[1:3]} {digits[3:5]} {digits[5:]}", f"+3361{digits}", "MOBILE"
        case _:
            digits = f"{5_000_000 + number * _SCATTER % 1_000_000}"
            return f"(212) {digits[:3]}-{digits[3:]}", f"+1212{digits}", "FIXED_LINE_OR_MOBILE"
