"""A row becomes a line of COPY's text format, cheaply: most rows need no escaping.

No import of a driver is needed here, so that a process that only prepares rows stays small.
"""

from collections.abc import Sequence

_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
# What stands for null until all else is escaped: Postgres takes it in no text.
_NULL = "\x00"


def copy_line(values: Sequence[str | None]) -> str:
    """Return the line of a row; each value is given as Postgres writes it, without NUL.

    Source: "Text Format" of COPY in the PostgreSQL documentation.
    """
    texts = [_NULL if value is None else value for value in values]
    line = "\t".join(texts)
    if line.count("\t") >= len(texts) or "\\" in line or "\n" in line or "\r" in line:
        line = "\t".join([text.translate(_ESCAPED) for text in texts])
    return line.replace(_NULL, "\\N") + "\n"


def copy_array(values: Sequence[str]) -> str:
    """Return a value of type `text[]`. The texts hold no quotes or backslashes, as our own names do not."""
    return "{" + ",".join(f'"{value}"' for value in values) + "}"
