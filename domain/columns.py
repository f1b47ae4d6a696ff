"""Which columns a customer sheet has, and which header means which of them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from domain.custom_field import CustomFieldType
from domain.locale import Locale
from domain.names import fold
from domain.report_columns import is_report_header
from domain.synonyms import BEFORE, BEHIND, LOOSE, OTHERS, SAME, USUAL
from domain.umlauts import collapse


class ColumnKey(StrEnum):
    """A column of import, export and template, in the order in which a sheet shows them.

    The last one stands only in exports: it tells, of a row that comes back, which customer it was.
    """

    EXTERNAL_REFERENCE = "external_reference"
    SALUTATION = "salutation"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    COMPANY_NAME = "company_name"
    PHONE = "phone"
    EMAIL = "email"
    GROUP = "group"
    ADDRESS_LINE1 = "address_line1"
    ADDRESS_LINE2 = "address_line2"
    POSTAL_CODE = "postal_code"
    CITY = "city"
    REGION = "region"
    COUNTRY = "country"
    LOCALE = "locale"
    NOTE = "note"
    VAT_ID = "vat_id"
    KONTOR_ID = "kontor_id"


@dataclass(frozen=True, slots=True)
class CustomColumn:
    """A merchant's own field as a column of a sheet."""

    key: str
    label: str
    type: CustomFieldType
    options: tuple[str, ...] = ()


Target = ColumnKey | CustomColumn


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """What a header means, and how sure that is.

    `confidence` is 1 for our own words, 0.9 for a usual one, 0.8 for either with a remark in brackets or a
    word that tells it from others, 0.7 with one letter wrong, 0.6 for a word that means the column only
    when nothing better is there.
    """

    target: Target
    confidence: float


HEADERS: MappingProxyType[ColumnKey, MappingProxyType[Locale, str]] = MappingProxyType(
    {
        key: MappingProxyType({Locale.DE: de, Locale.FR: fr, Locale.EN: en})
        for key, de, fr, en in (
            # A request to pay arrives by text, so the sheet asks for the mobile number by name.
            (ColumnKey.EXTERNAL_REFERENCE, "Kundennummer", "Numéro client", "Customer number"),
            (ColumnKey.SALUTATION, "Anrede", "Civilité", "Salutation"),
            (ColumnKey.FIRST_NAME, "Vorname", "Prénom", "First name"),
            (ColumnKey.LAST_NAME, "Nachname", "Nom", "Last name"),
            (ColumnKey.COMPANY_NAME, "Firma", "Société", "Company"),
            (ColumnKey.PHONE, "Mobiltelefon", "Téléphone mobile", "Mobile phone"),
            (ColumnKey.EMAIL, "E-Mail", "E-mail", "Email"),
            (ColumnKey.GROUP, "Gruppe", "Groupe", "Group"),
            (ColumnKey.ADDRESS_LINE1, "Straße und Hausnummer", "Adresse", "Address line 1"),
            (ColumnKey.ADDRESS_LINE2, "Adresszusatz", "Complément d'adresse", "Address line 2"),
            (ColumnKey.POSTAL_CODE, "Postleitzahl", "Code postal", "Postal code"),
            (ColumnKey.CITY, "Ort", "Ville", "City"),
            (ColumnKey.REGION, "Bundesland oder Kanton", "Région", "State or region"),
            (ColumnKey.COUNTRY, "Land", "Pays", "Country"),
            (ColumnKey.LOCALE, "Sprache", "Langue", "Language"),
            (ColumnKey.NOTE, "Notiz", "Remarque", "Note"),
            (ColumnKey.VAT_ID, "USt-IdNr.", "Numéro de TVA", "VAT number"),
            (ColumnKey.KONTOR_ID, "Kontor-ID", "Identifiant Kontor", "Kontor ID"),
        )
    }
)


def match_header(text: str, custom: tuple[CustomColumn, ...] = ()) -> ColumnMatch | None:
    """Return the column that a header means, or None when it is none of ours, or what a report has added.

    Case, accents and punctuation do not count. Our own words win over a custom field of the same name,
    and a custom field's key or label over every other word for a column of ours.
    """
    text = text[:_HEADER_CHARACTERS]
    if is_report_header(text):
        return None
    word = _plain(text)
    known = _KNOWN.get(word)
    if known is not None and known.confidence == 1:
        return known
    own = _custom_words(custom).get(word)
    if own is not None or word in _OTHERS:
        return own
    return known or _remarked(text) or _told_apart(word) or _misspelt(word)


def header_of(target: Target, locale: Locale, custom: tuple[CustomColumn, ...] = ()) -> str:
    """Return the header of a column in a sheet of this language; `match_header` leads back to `target`."""
    if isinstance(target, ColumnKey):
        return HEADERS[target][locale]
    # Two fields may carry one label, or one of our words.
    names = (target.label, target.key)
    unique = (name for name in names if match_header(name, custom) == ColumnMatch(target, 1))
    return next(unique, f"{target.label} ({target.key})")


def path_of(target: Target) -> tuple[str, ...]:
    """Return where a column's values go in a customer: `("address", "postal_code")`."""
    if isinstance(target, CustomColumn):
        return ("custom_fields", target.key)
    return _ADDRESS.get(target, (target.value,))


@lru_cache(maxsize=64)
def _custom_words(custom: tuple[CustomColumn, ...]) -> Mapping[str, ColumnMatch]:
    words: dict[str, ColumnMatch] = {}
    for spelling in ("{0.key}", "{0.label}", "{0.label} {0.key}"):
        for column in custom:
            words.setdefault(_plain(spelling.format(column)), ColumnMatch(column, 1))
    words.pop("", None)  # a label of signs only is no word
    return words


def _remarked(text: str) -> ColumnMatch | None:
    known = _KNOWN.get(_plain(_BRACKETS.sub("", text)))
    return known and ColumnMatch(known.target, min(known.confidence, 0.8))


def _told_apart(word: str) -> ColumnMatch | None:
    parts = (
        *(word.removeprefix(before) for before in _BEFORE if word.startswith(before)),
        *(word.removesuffix(behind) for behind in _BEHIND if word.endswith(behind)),
    )
    known = next((_KNOWN[part] for part in parts if part in _KNOWN), None)
    return known and ColumnMatch(known.target, min(known.confidence, 0.8))


def _misspelt(word: str) -> ColumnMatch | None:
    # In a short word one letter makes another word: "Umsatz" is not "Zusatz"; and "Telefon 2" is not
    # "Telefon 1". A long text is no header.
    if not _SHORTEST_MISSPELT <= len(word) <= 60 or any(map(str.isdigit, word)):
        return None
    return next((_NEARLY[near] for near in (word, *_one_letter_less(word)) if near in _NEARLY), None)


def _plain(text: str) -> str:
    return collapse(_PUNCTUATION.sub("", fold(text)))


def _one_letter_less(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _known() -> dict[str, ColumnMatch]:
    known: dict[str, ColumnMatch] = {}
    for key in ColumnKey:
        for confidence, words in (
            (1.0, (*HEADERS[key].values(), *SAME.get(key, ()))),
            # "Phone" alone may be any number, though it is what we call the column of mobile ones.
            (0.9 if key is ColumnKey.PHONE else 1.0, (key.value,)),
            (0.9, USUAL[key]),
            (0.6, LOOSE.get(key, ())),
        ):
            for word in words:
                known.setdefault(_plain(word), ColumnMatch(key, confidence))
    return known


_ADDRESS = {
    ColumnKey.ADDRESS_LINE1: ("address", "line1"),
    ColumnKey.ADDRESS_LINE2: ("address", "line2"),
    ColumnKey.POSTAL_CODE: ("address", "postal_code"),
    ColumnKey.CITY: ("address", "city"),
    ColumnKey.REGION: ("address", "region"),
    ColumnKey.COUNTRY: ("address", "country"),
}
_HEADER_CHARACTERS = 200  # a longer text is prose, and prose is not searched for words
_SHORTEST_MISSPELT = 7
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|:.*")
_PUNCTUATION = re.compile(r"[\W_]+")
_KNOWN = _known()
_OTHERS = frozenset(map(_plain, OTHERS))
_BEFORE = tuple(map(_plain, BEFORE))
_BEHIND = tuple(map(_plain, BEHIND))
# Two words are one letter apart when leaving out one letter of either makes them equal.
_NEARLY = {
    near: ColumnMatch(match.target, 0.7)
    for word, match in _KNOWN.items()
    if len(word) >= _SHORTEST_MISSPELT and match.confidence > 0.6 and word.isalpha()
    for near in (word, *_one_letter_less(word))
}
