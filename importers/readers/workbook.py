"""A sheet of a workbook (.xls, .xlsx, .ods) becomes records."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryDirectory

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from domain.errors import FileEncrypted, FileUnreadable, UnsupportedFile
from domain.file_format import FileFormat
from importers.cells import Cell, Formula, Record
from importers.readers.formulas import Place, formulas_without_result

_DOCUMENTS = (
    ("WordDocument", "Word"),
    ("PowerPoint Document", "PowerPoint"),
    ("__properties_version1.0", "Outlook MSG"),
    ("VisioDocument", "Visio"),
)


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet, parsed once and ready to be read any number of times."""

    name: str
    sheet: CalamineSheet
    formulas: Mapping[Place, Formula] = field(default_factory=dict)

    def records(self) -> Iterator[Record]:
        """Yield every row from the first on, so that the numbers are those that the spreadsheet shows."""
        if self.sheet.start is None:
            return
        # calamine leaves out the empty columns on the left, and then columns would have other indexes.
        margin: list[Cell] = [""] * self.sheet.start[1]
        formulas: dict[int, list[int]] = {}
        for number, column in self.formulas:
            formulas.setdefault(number, []).append(column)
        for number, row in enumerate(self.sheet.iter_rows(), 1):
            cells: list[Cell] = margin + row if margin else row
            for column in formulas.get(number, ()):
                if column < len(cells):
                    cells[column] = self.formulas[number, column]
            yield number, cells

    def height(self) -> int:
        """Return the number of the last row that holds anything; 0 when none does."""
        return 0 if self.sheet.end is None else self.sheet.end[0] + 1


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook and the names of the sheets that a person sees in it, in their order."""

    path: Path
    format: FileFormat
    book: CalamineWorkbook
    sheets: tuple[str, ...]

    def table(self, sheet: str) -> SheetTable:
        """Parse one of `sheets`. Errors: FileUnreadable."""
        try:
            parsed = self.book.get_sheet_by_name(sheet)
        except CalamineError as error:
            raise FileUnreadable(kind=self.format.value) from error
        if self.format is not FileFormat.XLSX:
            return SheetTable(sheet, parsed)
        return SheetTable(sheet, parsed, formulas_without_result(self.path, sheet))


def open_workbook(path: Path, format: FileFormat) -> Workbook:
    """Open a workbook without parsing its sheets. Errors: FileEncrypted, FileUnreadable."""
    try:
        book = _open_as(path, format)
    except PasswordError as error:
        raise FileEncrypted(kind=format.value) from error
    except CalamineError as error:
        _refuse_encrypted(path)
        _refuse_documents(path)
        raise FileUnreadable(kind=format.value) from error
    sheets = (
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    )
    return Workbook(path, format, book, tuple(sheets))


def _refuse_encrypted(path: Path) -> None:
    # Excel puts an encrypted .xlsx into the compound file of .xls, where no .xls can be read.
    with suppress(CalamineError):
        try:
            _open_as(path, FileFormat.XLSX)
        except PasswordError as error:
            raise FileEncrypted(kind=FileFormat.XLSX.value) from error


def _refuse_documents(path: Path) -> None:
    # Of a compound file that holds no workbook, the name of its main stream tells what it is.
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        for stream, kind in _DOCUMENTS:
            if content.find(stream.encode("utf-16-le") + b"\0\0") >= 0:
                raise UnsupportedFile(kind=kind)


def _open_as(path: Path, format: FileFormat) -> CalamineWorkbook:
    # calamine believes the ending of a name, and without one it can't tell encrypted from damaged. So it is
    # given a name that is right; the file stays open when the link is gone.
    with TemporaryDirectory() as folder:
        named = Path(folder) / f"workbook.{format.value.lower()}"
        named.symlink_to(path.resolve())
        return CalamineWorkbook.from_path(named)
