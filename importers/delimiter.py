"""The first lines of a CSV file tell what parts its cells, and what holds them together."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

_CANDIDATES = (",", ";", "\t", "|")
_ROWS_TRIED = 20
# What Excel writes and reads above the table; it shows no row for it.
_SEP_LINE = re.compile(r'"?sep=(.)"?[\t;,|]*(\r\n|\r|\n)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Delimiter:
    """What parts the cells, and how many characters a `sep=` line takes above the table.

    `quote` holds a cell together; where cells are `spaced`, blanks may stand before it. In a file that was
    saved twice, rows are `wrapped`: each is one cell, which holds the row.
    """

    sign: str
    sep_line: int = 0
    quote: str = '"'
    spaced: bool = False
    wrapped: bool = False


def detect_delimiter(sample: str, known_headers: Callable[[Sequence[str]], int]) -> Delimiter:
    """Return the delimiter by which `sample`, the beginning of a file, makes most sense.

    `known_headers` counts the headers that a row has of ours: the best witness there is. Between equals the
    one with most rows of one width wins.
    """
    if sep := _SEP_LINE.match(sample):
        return with_quotes(Delimiter(sep[1], len(sep[0])), sample[len(sep[0]) :])
    # A sample ends in the middle of a row, unless it is the whole file.
    lines = sample.splitlines(keepends=True)
    lines = lines[:-1] or lines
    sign, known = _best(lines, known_headers)
    if not known and (unwrapped := _unwrapped(lines)):
        inner, known = _best(unwrapped, known_headers)
        if known:
            return Delimiter(inner, wrapped=True)
    return with_quotes(Delimiter(sign), sample)


def with_quotes(delimiter: Delimiter, sample: str) -> Delimiter:
    """Return the delimiter with what `sample` tells of quotation marks."""
    first = sample.lstrip().partition("\n")[0].strip()
    # A row of names in single quotes, as databases write them; one name may begin or end with an apostrophe.
    if first.startswith("'") and first.endswith("'") and f"'{delimiter.sign}'" in first:
        return replace(delimiter, quote="'")
    sign = re.escape(delimiter.sign)
    spaced = re.search(rf'{sign} +"[^"\n]*"\s*({sign}|$)', sample, re.MULTILINE)
    return replace(delimiter, spaced=spaced is not None)


def _best(lines: Sequence[str], known_headers: Callable[[Sequence[str]], int]) -> tuple[str, int]:
    """Return the sign that makes most sense, and how many headers of ours it shows."""
    scores = {sign: _score(lines, sign, known_headers) for sign in _CANDIDATES}
    sign = max(_CANDIDATES, key=scores.__getitem__)
    return sign, scores[sign][0]


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """Return the rows that stand in one cell each, if all do."""
    rows = [row for row in islice(csv.reader(lines), _ROWS_TRIED) if row]
    return [row[0] for row in rows] if all(len(row) == 1 for row in rows) else []


def _score(
    lines: Sequence[str], sign: str, known_headers: Callable[[Sequence[str]], int]
) -> tuple[int, float, int]:
    try:
        rows = [row for row in islice(csv.reader(lines, delimiter=sign), _ROWS_TRIED) if row]
    except csv.Error:
        return (0, 0.0, 0)
    width, count = Counter(map(len, rows)).most_common(1)[0] if rows else (1, 0)
    # Every file is one column wide where the delimiter does not occur; that proves nothing.
    share = count / len(rows) if width > 1 else 0.0
    return (max(map(known_headers, rows), default=0), share, width)
