"""The first lines of a CSV file tell what parts its cells."""

from pathlib import Path

import pytest

from importers.pipeline import open_file
from tests.importers.reading import read_csv, rows_of


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_recognised(tmp_path: Path, delimiter: str) -> None:
    """Also where the other signs occur in the cells."""
    header = delimiter.join(("Vorname", "Nachname", "Notiz"))
    cells = delimiter.join(("Ida", "Vogt", '"1,5; 2,5 | 3,5\t4,5"'))

    (row,) = read_csv(tmp_path, f"{header}\n{cells}\n")

    assert (row.first_name, row.last_name, row.note) == (
        "Ida",
        "Vogt",
        "1,5; 2,5 | 3,5\t4,5",
    )
    assert open_file(tmp_path / "list.csv").dialect.delimiter == delimiter


def test_a_file_of_one_column_has_a_delimiter_too(tmp_path: Path) -> None:
    """A comma, which never occurs; a bare list of e-mail addresses is read."""
    (row,) = read_csv(tmp_path, "E-Mail\nida@example.org\n")

    assert row.email is not None
    assert row.email.normal == "ida@example.org"


def test_excels_sep_line_is_believed_and_is_no_row(tmp_path: Path) -> None:
    """Excel does not show it, so that the header is row 1."""
    text = "sep=^\r\nVorname^Nachname^E-Mail\r\nIda^Vogt^a@example.org\r\n"

    (row,) = read_csv(tmp_path, text)
    dialect = open_file(tmp_path / "list.csv").dialect

    assert (dialect.delimiter, dialect.header_row) == ("^", 1)
    assert (row.number, row.last_name) == (2, "Vogt")


def test_a_sep_line_behind_a_byte_order_mark_is_believed(tmp_path: Path) -> None:
    """As programs write it that know Excel well."""
    path = tmp_path / "list.csv"
    path.write_bytes("sep=|\nVorname|Nachname|E-Mail\nÄnne|Vogt|a@example.org\n".encode("utf-16"))

    rows = rows_of(path)

    assert [(row.number, row.first_name) for row in rows] == [(2, "Änne")]
