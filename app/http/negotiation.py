"""Which media type and which language a client wants, from its Accept headers."""

from collections.abc import Mapping
from functools import lru_cache

from domain.locale import Locale, negotiate

GRAPHQL_JSON = "application/graphql-response+json"
JSON = "application/json"
EVENT_STREAM = "text/event-stream"


@lru_cache(maxsize=1_000)
def media_type(accept: str | None) -> str | None:
    """Return the media type of the answer, or None when the client takes neither of ours.

    A stream of events only when nothing is ranked before it: clients that expect JSON list it, too.
    The newer type of JSON when it is listed and not ranked below the older one, or when it alone is taken.
    Source: GraphQL over HTTP, "Accept"; RFC 9110, 12.5.1: what is more specific counts.
    """
    qualities = _qualities(accept or "*/*")
    if EVENT_STREAM in qualities and _first(qualities) == EVENT_STREAM:
        return EVENT_STREAM
    newer, older = _quality(GRAPHQL_JSON, qualities), _quality(JSON, qualities)
    listed = GRAPHQL_JSON in qualities and newer >= qualities.get(JSON, 0.0)
    if newer and (listed or not older):
        return GRAPHQL_JSON
    return JSON if older else None


@lru_cache(maxsize=1_000)
def language(accept_language: str | None, fallback: Locale) -> Locale:
    """Return the language of messages: the client's, else the merchant's."""
    return negotiate(accept_language, fallback)


def _first(qualities: Mapping[str, float]) -> str | None:
    """Return what is wanted most; of equals, what is listed first."""
    wanted = max(qualities, key=qualities.__getitem__)
    return wanted if qualities[wanted] else None


def _quality(name: str, qualities: Mapping[str, float]) -> float:
    for pattern in (name, "application/*", "*/*"):
        if pattern in qualities:
            return qualities[pattern]
    return 0.0


def _qualities(accept: str) -> dict[str, float]:
    qualities = {}
    for item in accept.split(","):
        name, *parameters = (part.strip().lower() for part in item.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                quality = _number(value)
        qualities[name] = quality
    return qualities


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if 0.0 <= number <= 1.0 else 0.0  # NaN neither
