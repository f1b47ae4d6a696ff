"""What of a text a person can see: the signs that nobody sees make equal texts unequal."""

import re

_LINE_ENDS = re.compile("\r\n?")
_SPACES = re.compile("[\xa0\u2000-\u200a\u202f\u205f\u3000]")
# Zero-width, bidirectional and control signs, and two that Unicode has given to nobody for ever.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)


def visible(text: str) -> str:
    """Return a text without invisible signs and outer spaces, with plain spaces and line ends.

    What joins signs to one (U+200C, U+200D) stays: it can be seen. Twice changes nothing.
    """
    if text.isprintable():  # only plain spaces, and nothing that can't be seen
        return text.strip()
    return without_invisible(with_plain_spaces(text)).strip()


def without_invisible(text: str) -> str:
    """Return a text without invisible signs, with plain line ends; spaces stay as they are, of any kind."""
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))


def with_plain_spaces(text: str) -> str:
    """Return a text in which each space of another width, or that does not break, is a plain one."""
    return text if text.isascii() else _SPACES.sub(" ", text)
