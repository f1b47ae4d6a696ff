"""A merchant comes into being, with what is assumed for it when nothing else is said."""

from collections.abc import Callable
from zoneinfo import available_timezones

from db import merchants
from db.connect import Pool
from db.writing import administering
from domain.countries import read_country
from domain.errors import CurrencyUnknown, Failure, Failures, Invalid, RegionUnknown, Required
from domain.ids import MerchantId, new_id
from domain.locale import normalise_locale
from domain.money import CURRENCIES
from domain.phone import REGIONS
from domain.storable import misfit

NAME_LIMIT = 200


async def create_merchant(
    pool: Pool, name: str, *, region: str, currency: str, locale: str, time_zone: str
) -> MerchantId:
    """Make a merchant: ISO 3166-1 region, ISO 4217 currency, BCP 47 locale, IANA time zone.

    Errors: Failures with all that is wrong: Required, TooLong … at name; RegionUnknown, CurrencyUnknown,
            LocaleUnknown, Invalid at region, currency, locale, time_zone.
    """
    merchant_id = MerchantId(new_id())
    values = _checked(
        name=(_name, name),
        region=(_region, region),
        currency=(_currency, currency),
        locale=(normalise_locale, locale),
        time_zone=(_time_zone, time_zone),
    )
    async with administering(pool) as tx:
        await merchants.CREATE.execute(tx, merchant=merchant_id, **values)
    return merchant_id


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
