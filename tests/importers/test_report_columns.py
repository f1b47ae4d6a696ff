"""A report that comes back is the merchant's file again: the columns it has added are nobody's data."""

from pathlib import Path

import pytest

from domain.columns import CustomColumn, header_of, match_header
from domain.custom_field import CustomFieldType
from domain.locale import Locale
from domain.report_columns import REPORT_HEADERS, is_report_header
from importers.pipeline import open_file
from tests.importers.reading import codes, read_csv

ALL = [header for headers in REPORT_HEADERS.values() for header in headers.values()]


@pytest.mark.parametrize("header", [*ALL, *map(str.upper, ALL), *(f" {header}: " for header in ALL)])
def test_each_of_our_headers_is_known_however_it_is_written(header: str) -> None:
    """In three languages; and it means no column of a customer."""
    assert is_report_header(header)
    assert match_header(header) is None


@pytest.mark.parametrize(
    "header", ["Row", "Zeile", "Code", "Message", "Import", "Codes", "Ligne", "", "x" * 9999]
)
def test_a_column_of_the_merchants_own_is_not_taken_for_ours(header: str) -> None:
    assert not is_report_header(header)


def test_what_stands_in_our_columns_is_not_looked_at(tmp_path: Path) -> None:
    """Neither mended nor complained of, be it as odd as the cell that it quotes."""
    text = "Nachname;E-Mail;Importzeile;Importcodes;Importmeldungen\n"
    rows = read_csv(tmp_path, f"{text}Weiß;a@example.org;=4;PHONE_INVALID;'MÃ¼ller' {'x' * 40_000}\n")

    assert [(row.last_name, row.issues) for row in rows] == [("Weiß", ())]


def test_a_row_that_was_emptied_is_blank_whatever_the_report_says_of_it(tmp_path: Path) -> None:
    """Clearing its cells is how people take a row out."""
    assert read_csv(tmp_path, "Nachname;E-Mail;Import row\n;;3\nVogt;a@example.org;4\n")[0].number == 3


def test_a_row_with_a_cell_too_many_is_still_one(tmp_path: Path) -> None:
    """What is too much stands behind our columns, as the report puts it."""
    (row,) = read_csv(tmp_path, "Nachname;E-Mail;Import row\nVogt;Berlin;7;a@example.org\n")

    assert codes(row.issues) == ["ROW_LENGTH_MISMATCH", "EMAIL_INVALID"]
    assert row.rejected


def test_a_field_that_is_called_like_our_column_has_another_header(tmp_path: Path) -> None:
    """So that an export of it comes back."""
    field = CustomColumn("import_row", "Import row", CustomFieldType.TEXT)
    header = header_of(field, Locale.EN, (field,))
    path = tmp_path / "list.csv"
    path.write_text(f"Last name,{header}\nVogt,7\n")

    columns = open_file(path, custom=(field,)).columns

    assert header == "Import row (import_row)"
    assert [column.target for column in columns] == ["last_name", field]
