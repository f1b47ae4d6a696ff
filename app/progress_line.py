"""How far something is, on one line of a terminal; in a log, a line now and then."""

import sys
import time
from collections.abc import Callable
from typing import TextIO

_CELLS = 30
_LOGGED_EVERY_S = 5.0


class ProgressLine:
    """Shows a word and a fraction; `clear` takes the line away, so that what follows stands alone."""

    def __init__(self, out: TextIO = sys.stderr, clock: Callable[[], float] = time.monotonic) -> None:
        self._out = out
        self._clock = clock
        self._shown = ""
        self._logged_at: float | None = None

    def show(self, word: str, done: int, total: int | None) -> None:
        """Show how much is done; while the total is not known, only that."""
        line = _bar(word, done, total) if total else f"{word}: {done:,} rows"
        if self._out.isatty():
            self._redraw(line)
        elif self._logged_at is None or self._clock() - self._logged_at >= _LOGGED_EVERY_S:
            self._logged_at = self._clock()
            self._write(f"{line}\n")

    def clear(self) -> None:
        """Leave the terminal as it was."""
        if self._shown:
            self._redraw("")

    def _redraw(self, line: str) -> None:
        if line != self._shown:
            self._write(f"\r{line.ljust(len(self._shown))}\r{line}")
            self._shown = line

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()


def _bar(word: str, done: int, total: int) -> str:
    fraction = min(done / total, 1.0)
    filled = int(fraction * _CELLS)
    return f"{word} [{'#' * filled}{'.' * (_CELLS - filled)}] {fraction:4.0%}"
