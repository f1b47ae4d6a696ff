"""What we ask for and what Stripe takes is the same sum, or it is not asked for there at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.money import CURRENCIES, Money
from domain.stripe_amounts import money_from_stripe, stripe_amount


@pytest.mark.parametrize(
    ("money", "amount"),
    [
        (Money(1250, "EUR"), 1250),
        (Money(1250, "JPY"), 1250),  # no decimals, there as here
        (Money(1250, "HUF"), 1250),  # has none only when Stripe pays out
        (Money(1250, "ISK"), 125_000),  # counted in hundredths, of which there are none
        (Money(1200, "MGA"), 12),  # ISO knows fifths, Stripe whole ones only
        (Money(1250, "KWD"), 1250),  # 1.250: three decimals, the last of them zero
    ],
)
def test_sums_are_counted_as_stripe_counts(money: Money, amount: int) -> None:
    assert stripe_amount(money) == amount
    assert money_from_stripe(amount, money.currency.lower()) == money


@pytest.mark.parametrize(
    "money",
    [
        Money(1251, "KWD"),  # card networks know two decimals
        Money(1250, "MGA"),  # 12.50 can't be said without decimals
        Money(1250, "UGX"),  # Stripe says two things about them
        Money(1250, "IQD"),  # not in any of Stripe's lists
        Money(12_500, "CLF"),
    ],
)
def test_what_can_not_be_said_to_stripe_is_not_rounded(money: Money) -> None:
    assert stripe_amount(money) is None


@pytest.mark.parametrize(("amount", "currency"), [(125_050, "isk"), (100, "ugx"), (1, "xyz")])
def test_what_stripe_says_is_not_rounded_either(amount: int, currency: str) -> None:
    assert money_from_stripe(amount, currency) is None


@given(st.integers(1, 10**12), st.sampled_from(sorted(CURRENCIES)))
def test_each_sum_that_goes_there_comes_back(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    amount = stripe_amount(money)

    assert amount is None or money_from_stripe(amount, currency) == money
