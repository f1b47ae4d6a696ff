"""The cells of a row become clean texts, as many as the file has columns."""

from collections.abc import Sequence
from operator import gt

from domain.columns import ColumnKey, Target, path_of
from domain.draft_check import ADDRESS_LIMITS, TEXT_LIMITS
from domain.errors import CellTooLong
from domain.issues import ImportIssueCode, IssueSeverity
from domain.report_columns import is_report_header
from importers.cells import Cell, cell_text
from importers.clean import clean, is_suspect
from importers.findings import Finding
from importers.headers import FileColumn
from importers.limits import Limits
from importers.row_findings import RowFindings

# What these hold is read as something else than text, and measured there.
_MEASURED_ELSEWHERE = (ColumnKey.GROUP, ColumnKey.COUNTRY, ColumnKey.LOCALE, ColumnKey.KONTOR_ID)


class RowTexts:
    """Cleans and measures the rows of one file."""

    def __init__(self, columns: Sequence[FileColumn], limits: Limits, *, typed: bool) -> None:
        self._columns = columns
        self._typed = typed
        self._width = len(columns)
        self._cell_characters = limits.cell_characters
        self._limits = [_limit(column.target, limits.cell_characters) for column in columns]
        self._reported = [
            column.index for column in columns if column.target is None and is_report_header(column.header)
        ]

    def read(self, cells: Sequence[Cell], found: RowFindings) -> list[str]:
        """Return a text for each column, stripped, and put what was wrong with them into `found`.

        Errors: CellTooLong for a cell that no spreadsheet could hold.
        """
        texts = [cell.strip() if type(cell) is str else cell_text(cell) for cell in cells]
        if self._reported:
            self._forget_report(texts)
        if is_suspect(texts):
            texts = [self._clean(index, text, found) for index, text in enumerate(texts)]
        if not any(texts):
            return []
        if len(texts) != self._width:
            texts = self._fitted(texts, found)
        self._check_lengths(texts, found)
        return texts

    def _forget_report(self, texts: list[str]) -> None:
        # What a report said of this row is about the file before it was corrected.
        for index in self._reported:
            if index < len(texts):
                texts[index] = ""

    def _clean(self, index: int, text: str, found: RowFindings) -> str:
        cleaned, findings = clean(text, typed=self._typed)
        if findings and index < self._width:
            found.at_cell(self._columns[index], text, findings)
        return cleaned

    def _fitted(self, texts: list[str], found: RowFindings) -> list[str]:
        missing = self._width - len(texts)
        # A delimiter too many at the end moves nothing; a value too many, and none can be trusted to stand
        # in its own column. What is missing at the end is taken for blank.
        if missing > 0 or any(texts[self._width :]):
            severity = IssueSeverity.WARNING if missing > 0 else IssueSeverity.ERROR
            code = ImportIssueCode.ROW_LENGTH_MISMATCH
            found.at_row(code, severity, expected=self._width, found=len(texts))
        return [*texts[: self._width], *[""] * missing]

    def _check_lengths(self, texts: Sequence[str], found: RowFindings) -> None:
        if not any(map(gt, map(len, texts), self._limits)):
            return
        for column, text, limit in zip(self._columns, texts, self._limits, strict=True):
            if len(text) > self._cell_characters:
                raise CellTooLong(limit=self._cell_characters, row=found.row, column=column.index)
            if len(text) > limit:
                facts = {"limit": limit, "length": len(text)}
                too_long = Finding(ImportIssueCode.TOO_LONG, IssueSeverity.ERROR, facts=facts)
                found.at_cell(column, text, (too_long,))


def _limit(target: Target | None, otherwise: int) -> int:
    if not isinstance(target, ColumnKey) or target in _MEASURED_ELSEWHERE:
        return otherwise
    path = path_of(target)
    return ADDRESS_LIMITS[path[1]] if path[0] == "address" else TEXT_LIMITS[path[0]]
