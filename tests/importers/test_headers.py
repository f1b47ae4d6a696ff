"""Which row names the columns, and which column goes where."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from domain.columns import ColumnKey, CustomColumn
from domain.custom_field import CustomFieldType
from domain.errors import FileEmpty, HeaderNotFound, TooManyColumns
from importers.headers import FileColumn
from importers.limits import Limits
from importers.pipeline import open_file
from tests.importers.reading import read_csv


def columns_of(folder: Path, text: str, custom: tuple[CustomColumn, ...] = ()) -> tuple[FileColumn, ...]:
    """Return the columns of a CSV file with this text."""
    path = folder / "list.csv"
    path.write_text(text, "utf-8")
    return open_file(path, custom=custom).columns


def test_the_header_is_found_below_titles_and_blank_lines(tmp_path: Path) -> None:
    """The row numbers stay those of the file."""
    text = "Kundenliste;;\n\nStand: 1.3.2026;;\nVorname;Nachname;E-Mail\nIda;Vogt;ida@example.org\n"

    (row,) = read_csv(tmp_path, text)

    assert open_file(tmp_path / "list.csv").dialect.header_row == 4
    assert (row.number, row.first_name, row.last_name) == (5, "Ida", "Vogt")


def test_a_header_below_the_first_twenty_rows_is_not_found(tmp_path: Path) -> None:
    """And the file is refused, rather than imported without names."""
    path = tmp_path / "list.csv"
    path.write_text("1;2\n" * 20 + "Vorname;Nachname\nIda;Vogt\n", "utf-8")

    with pytest.raises(HeaderNotFound) as failure:
        open_file(path)

    assert failure.value == HeaderNotFound(rows=20)


def test_a_header_with_nothing_below_it_is_refused(tmp_path: Path) -> None:
    """Blank lines are nothing."""
    path = tmp_path / "list.csv"
    path.write_text("Vorname;Nachname\n;\n\n", "utf-8")

    with pytest.raises(FileEmpty):
        open_file(path)


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    """With their number."""
    path = tmp_path / "list.csv"
    path.write_text("Vorname;Nachname;a;b\nIda;Vogt;;\n", "utf-8")

    with pytest.raises(TooManyColumns) as failure:
        open_file(path, limits=Limits(columns=3))

    assert failure.value == TooManyColumns(limit=3, count=4)


def test_a_column_is_shown_with_its_meaning_and_first_values(tmp_path: Path) -> None:
    """What nobody knows stays without a target."""
    text = "Vorname;Schuhgröße\nIda;38\nUwe;\nEva;40\nJan;41\nUdo;42\n"

    columns = columns_of(tmp_path, text)

    assert columns == (
        FileColumn(0, "Vorname", ColumnKey.FIRST_NAME, 1.0, ("Ida", "Uwe", "Eva")),
        FileColumn(1, "Schuhgröße", None, 0.0, ("38", "40", "41")),
    )


def test_of_several_columns_that_mean_the_same_the_surest_counts(tmp_path: Path) -> None:
    """A mobile number before a number, a number before a private one."""
    text = "Nachname;Telefon privat;Telefon;Mobil\nVogt;030 1;030 2;0151 23456789\n"

    targets = [column.target for column in columns_of(tmp_path, text)]

    assert targets == [ColumnKey.LAST_NAME, None, None, ColumnKey.PHONE]


def test_of_several_columns_that_mean_the_same_a_blank_one_does_not_count(tmp_path: Path) -> None:
    """Many a program has a field for mobile numbers, and nobody who fills it."""
    text = "Nachname;Mobil;Telefon\nVogt;;0151 23456789\nRot; ;0151 23456780\n"

    targets = [column.target for column in columns_of(tmp_path, text)]

    assert targets == [ColumnKey.LAST_NAME, None, ColumnKey.PHONE]


def test_the_sheet_that_names_most_columns_is_read(tmp_path: Path) -> None:
    """A cover sheet may have a word of ours, and a form may have no rows."""
    book = Workbook()
    form = book.active
    assert form is not None
    form.append(["Vorname", "Nachname", "Ort"])
    cover = book.create_sheet("Deckblatt")
    cover.append(["Firma", "Eck GmbH"])
    cover.append(["Stand", "März"])
    people = book.create_sheet("Kunden")
    people.append(["Vorname", "Nachname"])
    people.append(["Ida", "Vogt"])
    path = tmp_path / "list.xlsx"
    book.save(path)

    assert open_file(path).dialect.sheet == "Kunden"


def test_a_merchants_own_field_is_a_column(tmp_path: Path) -> None:
    """By its label or its key, before any loose meaning of the word."""
    shoe = CustomColumn("shoe_size", "Schuhgröße", CustomFieldType.INTEGER)
    title = CustomColumn("title", "Titel", CustomFieldType.TEXT)

    targets = [
        column.target for column in columns_of(tmp_path, "shoe_size;Titel;Name\n38;Dr.;Vogt\n", (shoe, title))
    ]

    assert targets == [shoe, title, ColumnKey.LAST_NAME]
