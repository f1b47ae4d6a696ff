"""The parts of a text become the words for one customer."""

from collections.abc import Callable, Iterator, Sequence

from domain.messages.parts import Part, Use
from domain.messages.tags import Tag, name_of

ValueOf = Callable[[Tag], str | None]

# What follows a word without a space; in French one may stand before.
_CLOSING = tuple(",.;:!?)")


def joined(parts: Sequence[Part], value_of: ValueOf) -> str:
    """Return the text, with a value or its fallback for each tag; values are never looked into.

    Where a tag stays empty, the space that would be doubled, or stand before a comma, goes with it:
    `Guten Tag {{last_name|}}, …` is `Guten Tag, …`.
    """
    written: list[str] = []
    emptied = False
    for part in parts:
        text = part if isinstance(part, str) else _said(part, value_of)
        if not text:
            emptied = True
            continue
        if emptied:
            text = _closed_up(written, text)
            emptied = not text
        if text:
            written.append(text)
    if emptied and written:
        written[-1] = written[-1].rstrip(" ")
    return "".join(written)


def missing(parts: Sequence[Part], value_of: ValueOf) -> Iterator[str]:
    """Yield the names of the tags for which there is neither a value nor a fallback."""
    for part in parts:
        if isinstance(part, str) or part.fallback is not None:
            continue
        if not isinstance(part, Use):
            yield part.word
        elif value_of(part.tag) is None:
            yield name_of(part.tag)


def _said(part: Part, value_of: ValueOf) -> str:
    assert not isinstance(part, str)
    value = value_of(part.tag) if isinstance(part, Use) else None
    return value if value is not None else part.fallback or ""


def _closed_up(written: list[str], text: str) -> str:
    """Return `text` as it follows on an empty tag; the end of what is written may lose its space."""
    before = written[-1] if written else "\n"
    if text.startswith(" ") and before.endswith((" ", "\n")):
        return text[1:]
    if written and before.endswith(" ") and text.startswith((*_CLOSING, "\n")):
        written[-1] = before[:-1]
    return text
