"""Money is whole minor units of a currency of ISO 4217, and nothing is ever rounded."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import AmountInvalid, AmountOutOfRange, AmountTooPrecise, CurrencyUnknown
from domain.money import CURRENCIES, MINOR_LIMIT, Money, format_money, money_of


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.50", "EUR", 1250),
        ("12.5", "EUR", 1250),
        ("12.5000", "EUR", 1250),
        ("1E+3", "EUR", 100_000),
        ("-0.01", "EUR", -1),
        ("0E+999999", "JPY", 0),
        ("1250", "JPY", 1250),
        ("1.234", "KWD", 1234),
        ("92233720368547758.07", "EUR", MINOR_LIMIT),
        ("1." + "0" * 10_000, "EUR", 100),
    ],
)
def test_an_amount_is_counted_in_minor_units(amount: str, currency: str, minor: int) -> None:
    assert money_of(Decimal(amount), currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("amount", "currency", "refusal"),
    [
        ("12.505", "EUR", AmountTooPrecise),
        ("1.5", "JPY", AmountTooPrecise),
        ("1E-999999", "EUR", AmountTooPrecise),
        ("0." + "0" * 10_000 + "1", "EUR", AmountTooPrecise),
        ("92233720368547758.08", "EUR", AmountOutOfRange),
        ("1E+999999", "EUR", AmountOutOfRange),
        ("NaN", "EUR", AmountInvalid),
        ("sNaN", "EUR", AmountInvalid),
        ("-Infinity", "EUR", AmountInvalid),
    ],
)
def test_what_is_no_sum_of_a_currency_is_refused(
    amount: str, currency: str, refusal: type[AmountInvalid]
) -> None:
    with pytest.raises(AmountInvalid) as refused:
        money_of(Decimal(amount), currency)

    assert type(refused.value) is refusal


def test_too_many_decimals_are_told_with_how_many_there_may_be() -> None:
    with pytest.raises(AmountTooPrecise) as refused:
        money_of(Decimal("1.5"), "JPY")

    assert refused.value == AmountTooPrecise(amount=Decimal("1.5"), currency="JPY", decimals=0)


@pytest.mark.parametrize("currency", ["XAU", "XXX", "eur", "EU", "", "€"])
def test_what_nobody_pays_in_is_refused(currency: str) -> None:
    with pytest.raises(CurrencyUnknown) as refused:
        money_of(Decimal(1), currency)

    assert refused.value == CurrencyUnknown(currency=currency)


def test_money_itself_refuses_what_postgres_can_not_hold() -> None:
    with pytest.raises(AmountOutOfRange):
        Money(MINOR_LIMIT + 1, "EUR")
    with pytest.raises(CurrencyUnknown):
        Money(1, "XTS")


@given(st.integers(-MINOR_LIMIT, MINOR_LIMIT), st.sampled_from(sorted(CURRENCIES)))
def test_an_amount_comes_back_exactly_as_it_went(minor: int, currency: str) -> None:
    money = Money(minor, currency)

    assert money_of(money.amount, currency) == money
    assert money.amount.as_tuple().exponent == -CURRENCIES[currency]


def test_decimals_are_those_of_iso_not_of_cldr() -> None:
    """CLDR writes Iraqi dinars without decimals, ISO counts three."""
    assert (CURRENCIES["IQD"], CURRENCIES["EUR"], CURRENCIES["JPY"], CURRENCIES["CLF"]) == (3, 2, 0, 4)
    assert format_money(Money(1234567, "IQD"), "en") == "IQD\N{NO-BREAK SPACE}1,234.567"


@pytest.mark.parametrize(
    ("locale_tag", "written"),
    [
        ("de-DE", "1.234,50 €"),
        ("de-CH", "EUR 1’234.50"),
        ("fr", "1 234,50 €"),
        ("en-GB", "€1,234.50"),
    ],
)
def test_money_is_written_as_people_of_a_locale_do(locale_tag: str, written: str) -> None:
    formatted = format_money(Money(123450, "EUR"), locale_tag)

    assert formatted.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") == written


def test_one_currency_does_not_change_how_another_is_written() -> None:
    """Babel's patterns are shared, and ours have other decimals."""
    yen, euros = Money(5, "JPY"), Money(500, "EUR")

    written = [format_money(money, "en") for money in (yen, euros, yen, euros)]

    assert written == ["¥5", "€5.00", "¥5", "€5.00"]
