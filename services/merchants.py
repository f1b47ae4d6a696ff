"""A merchant comes into being, with what is assumed for it when nothing else is said, and is found."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import available_timezones

from db import merchants
from db.connect import Pool
from db.first_templates import FURNISH, first_templates
from db.writing import administering
from domain.countries import read_country
from domain.errors import CurrencyUnknown, Failure, Failures, Invalid, RegionUnknown, Required
from domain.ids import Kind, MerchantId, decode, new_id
from domain.locale import normalise_locale
from domain.money import CURRENCIES
from domain.phone import REGIONS
from domain.storable import misfit

NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Merchant:
    """A merchant as it is found."""

    id: MerchantId
    name: str
    region: str
    currency: str
    locale: str


async def create_merchant(
    pool: Pool,
    name: str,
    *,
    region: str,
    currency: str,
    locale: str,
    time_zone: str,
    merchant_id: MerchantId | None = None,
) -> MerchantId:
    """Make a merchant: ISO 3166-1 region, ISO 4217 currency, BCP 47 locale, IANA time zone.

    It begins with a message template of each kind. With a `merchant_id` of its own a second time changes
    nothing.
    Errors: Failures with all that is wrong: Required, TooLong … at name; RegionUnknown, CurrencyUnknown,
            LocaleUnknown, Invalid at region, currency, locale, time_zone.
    """
    merchant_id = merchant_id or MerchantId(new_id())
    values = _checked(
        name=(_name, name),
        region=(_region, region),
        currency=(_currency, currency),
        locale=(normalise_locale, locale),
        time_zone=(_time_zone, time_zone),
    )
    async with administering(pool) as tx:
        await merchants.CREATE.execute(tx, merchant=merchant_id, **values)
        await FURNISH.execute(tx, merchant=merchant_id, **first_templates(values["locale"]))
    return merchant_id


async def has_merchants(pool: Pool) -> bool:
    """Whether there is any merchant at all."""
    async with administering(pool) as tx:
        return bool(await merchants.ANY.fetch_value(tx))


async def find_merchants(pool: Pool, id_or_name: str) -> list[Merchant]:
    """Return the merchants with this id (`mer_…`) or exactly this name, the oldest first."""
    if misfit(id_or_name, NAME_LIMIT):
        return []
    async with administering(pool) as tx:
        rows = await merchants.FIND.fetch(tx, merchant=decode(id_or_name, Kind.MERCHANT), name=id_or_name)
    return [
        Merchant(
            id=MerchantId(row["merchant_id"]),
            name=row["name"],
            region=row["default_region"],
            currency=row["default_currency"],
            locale=row["default_locale"],
        )
        for row in rows
    ]


def _checked(**given: tuple[Callable[[str], str], str]) -> dict[str, str]:
    values, failures = {}, []
    for field, (read, text) in given.items():
        try:
            values[field] = read(text)
        except Failure as failure:
            failures.append(failure.at(field))
    if failures:
        raise Failures(failures)
    return values


def _name(text: str) -> str:
    name = " ".join(text.split())
    if failure := misfit(name, NAME_LIMIT) if name else Required():
        raise failure
    return name


def _region(text: str) -> str:
    region = read_country(text)
    if region not in REGIONS:  # Antarctica is a country with no numbers of its own
        raise RegionUnknown(value=text)
    return region


def _currency(text: str) -> str:
    currency = text.strip().upper()
    if currency not in CURRENCIES:
        raise CurrencyUnknown(currency=text)
    return currency


def _time_zone(text: str) -> str:
    if text not in available_timezones():
        raise Invalid()
    return text
