"""The first lines of a CSV file tell what parts its cells."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

_CANDIDATES = (",", ";", "\t", "|")
_ROWS_TRIED = 20
# What Excel writes and reads above the table; it shows no row for it.
_SEP_LINE = re.compile(r'"?sep=(.)"?[\t;,|]*(\r\n|\r|\n)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Delimiter:
    """What parts the cells, and how many characters a `sep=` line takes above the table."""

    sign: str
    sep_line: int = 0


def detect_delimiter(sample: str, known_headers: Callable[[Sequence[str]], int]) -> Delimiter:
    """Return the delimiter by which `sample`, the beginning of a file, makes most sense.

    `known_headers` counts the headers that a row has of ours: the best witness there is. Between equals the
    one with most rows of one width wins.
    """
    if sep := _SEP_LINE.match(sample):
        return Delimiter(sep[1], len(sep[0]))
    # A sample ends in the middle of a row, unless it is the whole file.
    lines = sample.splitlines(keepends=True)
    scores = {sign: _score(lines[:-1] or lines, sign, known_headers) for sign in _CANDIDATES}
    return Delimiter(max(_CANDIDATES, key=scores.__getitem__))


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
