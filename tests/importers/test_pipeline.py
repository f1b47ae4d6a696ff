"""A file of any size is read row by row, in constant memory, and never loses a row in silence."""

from pathlib import Path

import pytest

from domain.errors import FileUnreadable, QuoteNotClosed, TooManyRows
from importers.limits import MIB, Limits
from importers.pipeline import open_file, read_rows
from tests.importers.reading import FILES, peak_bytes, rows_of


def write_list(path: Path, rows: int) -> Path:
    """Write a list of customers whose cells are all different."""
    with path.open("w", encoding="utf-8") as file:
        file.write("Kundennummer;Vorname;Nachname;E-Mail;Gruppe;Notiz\n")
        file.writelines(
            f"K{row};Ida{row};Vögt{row};ida{row}@example.org;Gruppe {row};Notiz {row}\n"
            for row in range(rows)
        )
    return path


def test_memory_does_not_grow_with_the_rows_of_a_csv_file(tmp_path: Path) -> None:
    """Ten times the rows, which as drafts would be a hundred megabytes, and not one megabyte more."""
    small = write_list(tmp_path / "small.csv", 5_000)
    large = write_list(tmp_path / "large.csv", 50_000)
    peak_bytes(small)  # fills what is filled once: caches of groups, modules

    growth = peak_bytes(large) - peak_bytes(small)

    assert max(growth, 0) // MIB == 0


@pytest.mark.parametrize("sample", ["kunden_excel_de.csv", "clients_fr.xlsx", "customers_en.xls"])
def test_a_file_can_be_read_twice(sample: str) -> None:
    """First for a preview, then for the import."""
    analysis = open_file(FILES / sample)

    first, second = list(read_rows(analysis, region="DE")), list(read_rows(analysis, region="DE"))

    assert first == second


def test_a_quote_that_is_never_closed_is_named_and_swallows_nothing(tmp_path: Path) -> None:
    """Without this, the rest of the list would be one cell of row 3, and success be reported."""
    path = tmp_path / "list.csv"
    path.write_text('Nachname;Notiz\nVogt;a\nWeiß;"b\nRot;c\nGrün;d\n', "utf-8")

    with pytest.raises(QuoteNotClosed) as failure:
        rows_of(path)

    assert failure.value == QuoteNotClosed(row=3)


def test_a_quote_that_swallows_a_long_list_is_named_too(tmp_path: Path) -> None:
    """Before memory is full of it."""
    path = tmp_path / "list.csv"
    path.write_text('Nachname;Notiz\nVogt;"a\n' + "Weiß;b\n" * 30_000, "utf-8")

    with pytest.raises(QuoteNotClosed) as failure:
        rows_of(path)

    assert failure.value == QuoteNotClosed(row=2)


def test_quotes_inside_a_text_are_part_of_it(tmp_path: Path) -> None:
    """Doubled or not."""
    path = tmp_path / "list.csv"
    path.write_text('Nachname;Firma;Notiz\nVogt;Café "Eck" GmbH;"sagt ""ja"""\n', "utf-8")

    (row,) = rows_of(path)

    assert (row.company_name, row.note) == ('Café "Eck" GmbH', 'sagt "ja"')


def test_the_last_line_needs_no_line_end(tmp_path: Path) -> None:
    """Many programs leave it out."""
    path = tmp_path / "list.csv"
    path.write_text('Nachname;Notiz\nVogt;a\nWeiß;"b"', "utf-8")

    rows = rows_of(path)

    assert [(row.number, row.last_name, row.note) for row in rows] == [(2, "Vogt", "a"), (3, "Weiß", "b")]


def test_more_rows_than_we_take_are_refused(tmp_path: Path) -> None:
    """At the first that is too many; blank rows do not count."""
    path = tmp_path / "list.csv"
    path.write_text("Nachname;Notiz\nVogt;a\n\nWeiß;b\nRot;c\n", "utf-8")

    rows = rows_of(path, limits=Limits(rows=3))
    with pytest.raises(TooManyRows) as failure:
        rows_of(path, limits=Limits(rows=2))

    assert len(rows) == 3
    assert failure.value == TooManyRows(limit=2)


def test_a_text_without_line_ends_is_refused(tmp_path: Path) -> None:
    """As one row, it would have to fit into memory."""
    path = tmp_path / "list.csv"
    path.write_bytes(b"Nachname;" + b"x" * 3 * MIB)

    with pytest.raises(FileUnreadable) as failure:
        open_file(path, limits=Limits(line_bytes=2 * MIB))

    assert failure.value == FileUnreadable(kind="CSV")
