"""What the demo is made of, read from templates/demo: words, places, prices and how many customers."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from domain.custom_field import CustomFieldType
from domain.customer import AddressDraft
from domain.locale import Locale

_WORDS = Path(__file__).parents[2] / "templates" / "demo"


@dataclass(frozen=True, slots=True)
class Group:
    """A customer group; `empty` when nobody is to be in it."""

    name: str
    description: str | None = None
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Phones:
    """Ways to write a number, each with a place for two or three digits; `unusable` are no numbers."""

    mobile: tuple[str, ...]
    landline: tuple[str, ...]
    unusable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """The customers of one language; `people` are pairs of salutation and first name."""

    count: int
    locale: str
    email_domain: str
    people: tuple[tuple[str, str], ...]
    last_names: tuple[str, ...]
    companies: tuple[str, ...]
    streets: tuple[str, ...]
    towns: tuple[AddressDraft, ...]
    notes: tuple[str, ...]
    phones: Phones
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class CustomField:
    """A field of the merchant's own."""

    key: str
    label: str
    type: CustomFieldType
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sale:
    """Something that is paid for; the price in major units of whatever currency."""

    reference: str
    price: Decimal


@dataclass(frozen=True, slots=True)
class Shop:
    """The merchant (arguments of `create_merchant`), its fields and what it sells."""

    merchant: dict[str, str]
    fields: tuple[CustomField, ...]
    sales: tuple[Sale, ...]


def shop() -> Shop:
    """Return what the merchant is."""
    read = _read("shop")
    return Shop(
        merchant=read["merchant"],
        fields=tuple(
            CustomField(
                field["key"],
                field["label"],
                CustomFieldType(field["type"]),
                tuple(field.get("options", ())),
            )
            for field in read["fields"]
        ),
        sales=tuple(Sale(sale["reference"], Decimal(sale["price"])) for sale in read["sales"]),
    )


def language(locale: Locale) -> Language:
    """Return what its customers of one language are made of."""
    read = _read(locale)
    women = [(read["female"], name) for name in read["female_names"]]
    men = [(read["male"], name) for name in read["male_names"]]
    return Language(
        count=read["count"],
        locale=read["locale"],
        email_domain=read["email_domain"],
        people=(*women, *men),
        towns=tuple(AddressDraft(**town) for town in read["towns"]),
        phones=Phones(**{kind: tuple(ways) for kind, ways in read["phones"].items()}),
        groups=tuple(Group(**group) for group in read["groups"]),
        **{name: tuple(read[name]) for name in ("last_names", "companies", "streets", "notes")},
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_WORDS / f"{name}.toml").read_text("utf-8"))
