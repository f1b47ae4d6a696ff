"""What of a request's headers matters to GraphQL, read in one pass."""

from dataclasses import dataclass

from starlette.types import Scope

_WANTED = {b"accept", b"accept-language", b"authorization", b"content-type"}


@dataclass(frozen=True, slots=True)
class Head:
    """The headers of one request; an absent one is None."""

    accept: str | None
    accept_language: str | None
    authorization: str | None
    content_type: str | None


def read_head(scope: Scope) -> Head:
    """Return the headers that matter; of one that comes twice, the last."""
    found = {name: value for name, value in scope["headers"] if name in _WANTED}
    return Head(*(_text(found.get(name)) for name in sorted(_WANTED)))


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("latin-1")
