"""A template has its words once per language and channel; which of them a customer is written in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.customer import Channel

LAST_RESORT = "en"


@dataclass(frozen=True, slots=True)
class Variant:
    """The words of a template in one language, for one channel: BCP 47 locale; an e-mail has a subject."""

    locale: str
    channel: Channel
    subject: str | None
    body: str


def choose_variant(
    variants: Sequence[Variant], customer_locale: str | None, merchant_locale: str
) -> Variant | None:
    """Return the variant for a customer among those of one channel, None when there are none.

    The customer's own locale, then another of its language; then the same of the merchant, then English,
    then the first by its tag. A language is never taken for its region's sake: de-CH does not get fr-CH.
    """
    if not variants:
        return None
    ordered = sorted(variants, key=lambda variant: variant.locale)
    by_locale = {variant.locale: variant for variant in ordered}
    for tag in _preferred(customer_locale, merchant_locale):
        if tag in by_locale:
            return by_locale[tag]
        for variant in ordered:
            if language(variant.locale) == language(tag):
                return variant
    return ordered[0]


def voice_locale(variant: Variant, tags: Iterable[str | None]) -> str:
    """Return in which locale a variant's amounts are written: the first of its language, else its own.

    `de` to a customer in de-CH says `CHF 1’250.00`; English words to a Spaniard are all English.
    """
    same = (tag for tag in tags if tag and language(tag) == language(variant.locale))
    return next(same, variant.locale)


def language(tag: str) -> str:
    """Return the language of a tag: `de` of `de-CH`."""
    return tag.partition("-")[0].lower()


def _preferred(customer_locale: str | None, merchant_locale: str) -> Iterator[str]:
    for tag in (customer_locale, merchant_locale):
        if tag:
            yield tag
            yield language(tag)
    yield LAST_RESORT
