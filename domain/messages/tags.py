"""Which tags there are, and which of them a word means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from domain.custom_field import CustomFieldType
from domain.names import fold
from domain.umlauts import collapse

WORD_LIMIT = 64


class TagName(StrEnum):
    """What can be put into any message; a merchant's own fields come on top, by their keys."""

    SALUTATION = "salutation"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    DISPLAY_NAME = "display_name"
    COMPANY_NAME = "company_name"
    EXTERNAL_REFERENCE = "external_reference"
    AMOUNT = "amount"
    CURRENCY = "currency"
    REF_NUMBER = "ref_number"
    URL = "url"
    DUE_DATE = "due_date"
    MERCHANT_NAME = "merchant_name"
    OPT_OUT_URL = "opt_out_url"


_T = TagName

# Every message has a value for these; the others a customer may lack. Every request has a last day.
ALWAYS_KNOWN = frozenset(
    {_T.AMOUNT, _T.CURRENCY, _T.REF_NUMBER, _T.URL, _T.DUE_DATE, _T.MERCHANT_NAME, _T.OPT_OUT_URL}
)

# How they are called elsewhere, in German, French and English; accents and case do not count.
ALIASES: Mapping[TagName, tuple[str, ...]] = MappingProxyType(
    {
        _T.SALUTATION: ("anrede", "civilité", "titre", "title"),
        _T.FIRST_NAME: ("vorname", "prénom", "firstname"),
        _T.LAST_NAME: ("nachname", "nom", "lastname", "surname"),
        _T.DISPLAY_NAME: ("name", "kunde", "client", "customer", "nom_complet", "full_name"),
        _T.COMPANY_NAME: ("firma", "société", "entreprise", "company"),
        _T.EXTERNAL_REFERENCE: ("kundennummer", "numéro_client", "customer_number"),
        _T.AMOUNT: ("betrag", "montant", "total"),
        _T.CURRENCY: ("währung", "devise", "monnaie"),
        _T.REF_NUMBER: ("referenz", "rechnungsnummer", "référence", "numéro_de_facture", "reference", "ref"),
        _T.URL: ("link", "zahlungslink", "lien", "lien_de_paiement", "payment_link"),
        _T.DUE_DATE: ("fällig_am", "fälligkeit", "échéance", "date_limite", "due", "expires_at"),
        _T.MERCHANT_NAME: ("händler", "absender", "commerçant", "expéditeur", "merchant", "sender"),
        _T.OPT_OUT_URL: ("abmeldelink", "lien_de_désinscription", "unsubscribe_url", "stop_url"),
    }
)


@dataclass(frozen=True, slots=True)
class FieldTag:
    """A merchant's own field as a tag."""

    id: UUID
    key: str
    label: str
    type: CustomFieldType


Tag = TagName | FieldTag


def name_of(tag: Tag) -> str:
    """Return the word by which a tag is shown."""
    return str(tag) if isinstance(tag, TagName) else tag.key


def aliases_of(tag: Tag) -> tuple[str, ...]:
    """Return what else means this tag, as people write it."""
    if isinstance(tag, TagName):
        return ALIASES[tag]
    return (tag.label,) if _word(tag.label) != tag.key else ()


class Vocabulary:
    """The words of one merchant. Our names win over its keys, those over aliases and labels."""

    def __init__(self, fields: Iterable[FieldTag] = ()) -> None:
        self.fields: Sequence[FieldTag] = tuple(fields)
        self.tags: Sequence[Tag] = (*TagName, *self.fields)
        self._tags: dict[str, Tag] = {}
        for tag in self.tags:
            self._tags.setdefault(_word(name_of(tag)), tag)
        for tag in self.tags:
            for alias in aliases_of(tag):
                self._tags.setdefault(_word(alias), tag)
        self._collapsed: dict[str, Tag] = {}
        for word, tag in self._tags.items():
            self._collapsed.setdefault(collapse(word), tag)

    def find(self, text: str) -> Tag | None:
        """Return the tag that a text names, without regard to case, accents, and how words are joined."""
        word = _word(text)
        return self._tags.get(word) or self._collapsed.get(collapse(word))

    def nearest(self, text: str) -> Tag | None:
        """Return the tag that was probably meant, or None when nothing is near."""
        near = get_close_matches(_word(text[:WORD_LIMIT]), self._tags, n=1, cutoff=0.75)
        return self._tags[near[0]] if near else None


def _word(text: str) -> str:
    return "_".join(fold(text).replace("-", " ").replace("_", " ").split())
