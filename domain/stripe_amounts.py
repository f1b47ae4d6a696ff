"""A sum as Stripe counts it: mostly in ISO's minor units, and where not, by a table."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.money import CURRENCIES, Money

# Stripe's decimals where they are not two. Source: Stripe, "Currencies", looked at in November 2026.
_DECIMALS: Mapping[str, int] = MappingProxyType(
    dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "JPY",
            "KMF",
            "KRW",
            "MGA",
            "PYG",
            "RWF",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    )
    | dict.fromkeys(["BHD", "JOD", "KWD", "OMR", "TND"], 3)
)
# Stripe counts krónur in hundredths, of which there are none.
_COUNTED_IN_HUNDREDTHS = frozenset({"ISK"})
# Its list says that shillings have no decimals, and two lines further that they have two.
_UNCLEAR = frozenset({"UGX"})
# Their last digit must be a zero: the card networks know two decimals.
_TENTHS_ONLY = frozenset(currency for currency, decimals in _DECIMALS.items() if decimals == 3)


def stripe_amount(money: Money) -> int | None:
    """Return a sum as Stripe's API takes it; None when it can't be said there exactly, or for sure."""
    decimals = _decimals(money.currency)
    if decimals is None:
        return None
    amount = _shifted(money.minor, decimals - CURRENCIES[money.currency])
    if amount is None or (money.currency in _TENTHS_ONLY and amount % 10):
        return None
    return amount


def money_from_stripe(amount: int, currency: str) -> Money | None:
    """Return what Stripe says has been paid; `currency` in any case. None when nobody can say how much it is.

    Errors: CurrencyUnknown, AmountOutOfRange.
    """
    code = currency.upper()
    decimals = _decimals(code)
    minor = None if decimals is None else _shifted(amount, CURRENCIES[code] - decimals)
    return None if minor is None else Money(minor, code)


def _decimals(currency: str) -> int | None:
    if currency in _UNCLEAR or currency not in CURRENCIES:
        return None
    if currency in _DECIMALS:
        return _DECIMALS[currency]
    if currency in _COUNTED_IN_HUNDREDTHS or CURRENCIES[currency] == 2:
        return 2
    return None  # dinars of Iraq and the like, which Stripe does not take


def _shifted(number: int, places: int) -> int | None:
    """Return `number` times ten to the power of `places`, unless something would be cut off."""
    if places >= 0:
        shifted: int = number * 10**places
        return shifted
    whole, rest = divmod(number, 10**-places)
    return None if rest else whole
