"""A text with tags is taken apart, once; what is left to do for each message is to put it together.

A tag is `{{first_name}}`, `{{first_name|Kunde}}`, `#first_name#` or `#first_name|Kunde#`. Two braces
mean nothing else in a message, so whatever stands within them must be a tag. A # means much else: numbers
(`Rechnung #12 und #13`), hashtags (`#sommer #sale`), notes (`F#`). So it opens a tag only when a word and
a # follow; and if nothing is called by that word, only when it stands alone like one: no space within, no
letter or digit before or behind. Why: docs/decisions/0040-what-a-message-says.md.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from domain.messages.tags import Tag, Vocabulary


@dataclass(frozen=True, slots=True)
class Use:
    """A tag where it stands, and what stands there for those without a value; "" is nothing, on purpose."""

    tag: Tag
    fallback: str | None
    written: str


@dataclass(frozen=True, slots=True)
class UnknownUse:
    """What looks like a tag, and is none of this merchant's: misspelt, not closed, or its field is gone."""

    word: str
    fallback: str | None
    written: str


Part: TypeAlias = str | Use | UnknownUse

# Each begins where it is tried and ends at the next brace, # or line end at the latest, without giving back
# what it has taken: the time is linear, whatever is written.
_CANDIDATE = re.compile(
    r"""
      \{\{ (?P<braced> [^{}\n]*+ ) \}\}
    | \{\{ [ ]{0,3} (?P<unclosed> [^\W\d_] \w{0,62} )
    | \# (?P<hashed> [^\W\d_] (?: [\w -]{0,61} \w )? ) (?: \| (?P<fallback> [^#\n{}]{0,200}+ ) )? \#
    """,
    re.VERBOSE,
)


def parts_of(text: str, vocabulary: Vocabulary) -> tuple[Part, ...]:
    """Return the parts of a text in their order; texts and tags alternate as they come."""
    return tuple(_parts(text, vocabulary))


def uses_of(parts: Sequence[Part]) -> Iterator[Use]:
    """Yield the tags among the parts, as often as they stand there."""
    return (part for part in parts if isinstance(part, Use))


def unknown_of(parts: Sequence[Part]) -> Iterator[UnknownUse]:
    """Yield what looks like a tag and is none."""
    return (part for part in parts if isinstance(part, UnknownUse))


def _parts(text: str, vocabulary: Vocabulary) -> Iterator[Part]:
    said, position = 0, 0
    while found := _CANDIDATE.search(text, position):
        part = _tag(found, vocabulary)
        if part is None:
            position = found.start() + 1  # the closing # may be the opening one of a tag
            continue
        if said < found.start():
            yield text[said : found.start()]
        yield part
        said = position = found.end()
    if said < len(text):
        yield text[said:]


def _tag(found: "re.Match[str]", vocabulary: Vocabulary) -> Use | UnknownUse | None:
    if (braced := found["braced"]) is not None:
        word, bar, after = braced.partition("|")
        fallback = after.strip() if bar else None
    elif (unclosed := found["unclosed"]) is not None:
        return UnknownUse(unclosed, None, found[0])
    else:
        word, fallback = found["hashed"], found["fallback"]
    tag = vocabulary.find(word)
    if tag is not None:
        return Use(tag, fallback, found[0])
    if braced is None and not _stands_alone(found):
        return None
    return UnknownUse(word.strip(), fallback, found[0])


def _stands_alone(found: "re.Match[str]") -> bool:
    """Tell whether what stands between two # is one word, and the text around it leaves it alone."""
    text, start, end = found.string, found.start(), found.end()
    around = text[max(start - 1, 0) : start] + text[end : end + 1]
    return " " not in found["hashed"] and not any(map(str.isalnum, around))
