"""The bank is played only where nobody means it, unless somebody says so."""

import pytest

from app.payment_provider import ProviderUnclear, is_sandbox
from app.settings import Settings

KEY = "sk_live_1"


@pytest.mark.parametrize(
    "url", [None, "http://127.0.0.1:8000", "http://[::1]:8000", "http://localhost", "http://pay.localhost"]
)
def test_on_this_machine_the_bank_is_played(url: str | None) -> None:
    assert is_sandbox(Settings(public_url=url)) is True


@pytest.mark.parametrize("url", ["https://pay.example", "http://10.0.0.7:8000", "http://localhost.example"])
def test_where_payers_may_be_real_nobody_plays_unasked(url: str) -> None:
    """Then there is no provider at all until one is named."""
    assert is_sandbox(Settings(public_url=url)) is False
    assert is_sandbox(Settings(public_url=url, payment_provider="sandbox")) is True


def test_with_stripe_nobody_plays() -> None:
    assert is_sandbox(Settings(payment_provider="stripe", stripe_api_key=KEY)) is False


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (Settings(payment_provider="stripe"), "PAYMENT_PROVIDER=stripe needs STRIPE_API_KEY."),
        (
            Settings(stripe_api_key=KEY),
            "STRIPE_API_KEY is set, but PAYMENT_PROVIDER is not stripe: set it, or unset the key.",
        ),
        (
            Settings(payment_provider="sandbox", stripe_api_key=KEY),
            "STRIPE_API_KEY is set, but PAYMENT_PROVIDER is not stripe: set it, or unset the key.",
        ),
    ],
)
def test_settings_that_contradict_each_other_are_refused(settings: Settings, sentence: str) -> None:
    with pytest.raises(ProviderUnclear) as refused:
        is_sandbox(settings)

    assert str(refused.value) == sentence
