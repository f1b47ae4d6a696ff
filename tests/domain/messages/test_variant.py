"""Each customer is written to in the nearest language that there is."""

import pytest

from domain.customer import Channel
from domain.messages.variant import Variant, choose_variant, voice_locale


def lot(*locales: str) -> list[Variant]:
    return [Variant(locale, Channel.SMS, None, locale) for locale in locales]


@pytest.mark.parametrize(
    ("locales", "customer", "merchant", "chosen"),
    [
        (("de", "de-CH", "en"), "de-CH", "en", "de-CH"),  # the customer's own
        (("de", "en"), "de-CH", "en", "de"),  # its language
        (("de-AT", "de-CH", "en"), "de", "en", "de-AT"),  # another of its language, the first by its tag
        (("de-AT", "de", "en"), "de-CH", "en", "de"),  # the language itself before another region
        (("de", "fr"), "es", "fr-FR", "fr"),  # then the merchant's
        (("de", "fr"), None, "fr-FR", "fr"),
        (("de", "en-GB", "fr"), "es", "it", "en-GB"),  # then English
        (("fr", "de"), "es", "it", "de"),  # then the first by its tag, however they lie
        (("fr-CH", "en"), "de-CH", "en", "en"),  # a region is no language
    ],
)
def test_the_nearest_language_is_chosen(
    locales: tuple[str, ...], customer: str | None, merchant: str, chosen: str
) -> None:
    variant = choose_variant(lot(*locales), customer, merchant)

    assert variant is not None
    assert variant.locale == chosen


def test_without_words_there_is_nothing_to_choose() -> None:
    assert choose_variant([], "de", "de") is None


@pytest.mark.parametrize(
    ("variant", "customer", "merchant", "voice"),
    [
        ("de", "de-CH", "de-DE", "de-CH"),
        ("de", None, "de-CH", "de-CH"),
        ("de", "fr-CH", "de-CH", "de-CH"),
        ("en", "es-ES", "de-DE", "en"),
        ("fr", "fr", "fr-CH", "fr"),
    ],
)
def test_amounts_are_written_in_the_readers_way_of_the_chosen_language(
    variant: str, customer: str | None, merchant: str, voice: str
) -> None:
    assert voice_locale(lot(variant)[0], (customer, merchant)) == voice
