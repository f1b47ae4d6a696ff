"""Which media type and which language a client wants, from its Accept headers."""

from functools import lru_cache

from domain.locale import Locale, negotiate

GRAPHQL_JSON = "application/graphql-response+json"
JSON = "application/json"


@lru_cache(maxsize=1_000)
def media_type(accept: str | None) -> str | None:
    """Return the media type of the answer, or None when the client takes neither of ours.

    The newer type when it is listed and not ranked below the older one.
    Source: GraphQL over HTTP, "Accept".
    """
    qualities = _qualities(accept or "*/*")
    newer = qualities.get(GRAPHQL_JSON, 0.0)
    older = max(qualities.get(name, 0.0) for name in (JSON, "application/*", "*/*"))
    if newer and newer >= qualities.get(JSON, 0.0):
        return GRAPHQL_JSON
    return JSON if older else None


@lru_cache(maxsize=1_000)
def language(accept_language: str | None, fallback: Locale) -> Locale:
    """Return the language of messages: the client's, else the merchant's."""
    return negotiate(accept_language, fallback)


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
        return float(text)
    except ValueError:
        return 0.0
