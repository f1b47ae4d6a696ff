"""A record of a file becomes a row of its report: the same cells, and what there is to say of them."""

from collections.abc import Sequence

from domain.issues import Issue
from domain.locale import Locale
from domain.report_columns import REPORT_HEADERS, is_report_header
from domain.texts import say_issue
from importers.cells import Cell

# A spreadsheet holds 32,767 characters a cell; a row of a thousand columns can have more to say.
_MESSAGE_CHARACTERS = 32_000


class ReportRows:
    """Makes the rows of one report. `headers` are those of the file, `between` parts several messages.

    A file that is a report itself does not get our columns twice: the new ones take the place of its own.
    """

    def __init__(self, headers: Sequence[str], locale: Locale, between: str) -> None:
        self._width = len(headers)
        self._kept = [index for index, header in enumerate(headers) if not is_report_header(header)]
        self._locale = locale
        self._between = between

    def header(self, cells: Sequence[Cell]) -> list[Cell]:
        """Return the header with ours behind it."""
        return self._with(cells, [headers[self._locale] for headers in REPORT_HEADERS.values()])

    def row(self, number: int, cells: Sequence[Cell], issues: Sequence[Issue]) -> list[Cell]:
        """Return a row with its number, its codes and its messages; a blank one as it is."""
        if not any(cell.strip() if isinstance(cell, str) else True for cell in cells):
            return list(cells)
        codes = ", ".join(dict.fromkeys(issue.code.value for issue in issues))
        messages = self._between.join(say_issue(issue, self._locale) for issue in issues)
        return self._with(cells, [number, codes, messages[:_MESSAGE_CHARACTERS]])

    def _with(self, cells: Sequence[Cell], added: Sequence[Cell]) -> list[Cell]:
        """Put ours behind the last column, and what a row has too much behind that: it stays too much."""
        cells = [*cells, *[""] * (self._width - len(cells))]
        return [*(cells[index] for index in self._kept), *added, *cells[self._width :]]
