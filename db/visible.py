"""What of a text a person can see, as domain.visible says it, for texts that lie in the database."""

from sqlalchemy import ColumnElement, func

from db.constant import constant

_LINE_ENDS = "\r\n?"
_SPACES = "\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Postgres keeps no U+0000.
_INVISIBLE = (
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
# What Python strips, less what is invisible or a plain space by then.
_OUTER = "\t\n \u1680\u2028\u2029"


def visible(text: ColumnElement[str]) -> ColumnElement[str]:
    """Return a text without invisible signs and outer spaces, with plain spaces and line ends."""
    everywhere = constant("g")
    lines = func.regexp_replace(text, constant(_LINE_ENDS), constant("\n"), everywhere)
    spaced = func.translate(lines, constant(_SPACES), constant(" " * len(_SPACES)))
    seen = func.regexp_replace(spaced, constant(_INVISIBLE), constant(""), everywhere)
    return func.btrim(seen, constant(_OUTER))
