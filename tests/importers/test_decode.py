"""The bytes of a text file tell its encoding."""

from pathlib import Path

import pytest

from domain.errors import EncodingUnknown
from domain.issues import ImportIssueCode
from importers.decode import Encoding, detect_encoding
from importers.pipeline import open_file
from tests.importers.reading import codes, rows_of

LIST = "Vorname;Nachname;Ort;E-Mail\r\nÄnne;Größmann;Besançon;a@example.org\r\n"


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", Encoding("utf-8")),
        ("utf-8-sig", Encoding("utf-8", 3)),
        ("utf-16", Encoding("utf-16-le", 2)),
        ("utf-16-le", Encoding("utf-16-le")),
        ("utf-16-be", Encoding("utf-16-be")),
        ("cp1252", Encoding("cp1252")),
        ("mac-roman", Encoding("mac-roman")),
        ("cp850", Encoding("cp850")),
    ],
)
def test_an_encoding_is_recognised_and_read(tmp_path: Path, codec: str, encoding: Encoding) -> None:
    """The same list in seven encodings is the same list."""
    path = tmp_path / "list.csv"
    path.write_bytes(LIST.encode(codec))

    (row,) = rows_of(path)

    assert detect_encoding(path) == encoding
    assert (row.first_name, row.last_name, row.address and row.address.city) == (
        "Änne",
        "Größmann",
        "Besançon",
    )
    assert row.issues == ()


@pytest.mark.parametrize("quoted", ["„{}“", "“{}”"])
def test_quotation_marks_of_windows_are_no_letters_of_dos(tmp_path: Path, quoted: str) -> None:
    """The report of an import has many of them, and is uploaded again."""
    remarks = " – ".join([quoted.format("Nom")] * 9)
    path = tmp_path / "report.csv"
    path.write_bytes(f'Prénom;Nom;Messages\r\nÉva;Dû;"{remarks}"\r\n'.encode("cp1252"))

    assert detect_encoding(path) == Encoding("cp1252")


def test_letters_of_dos_are_no_quotation_marks(tmp_path: Path) -> None:
    """One of them begins a word, another ends one."""
    path = tmp_path / "list.csv"
    path.write_bytes("Nachname;Notiz\r\nJenö;ältere Dame\r\nSchön;öfter da\r\n".encode("cp850"))

    assert detect_encoding(path) == Encoding("cp850")


def test_an_umlaut_at_the_end_of_a_long_file_decides(tmp_path: Path) -> None:
    """Two megabytes of ASCII do not make a file UTF-8 whose last name is Windows-1252."""
    path = tmp_path / "list.csv"
    path.write_bytes(b"Nachname\r\n" + b"Meier\r\n" * 300_000 + "Größmann\r\n".encode("cp1252"))

    encoding = detect_encoding(path)

    assert encoding == Encoding("cp1252")


def test_a_few_strange_bytes_in_utf_8_are_repaired_and_said(tmp_path: Path) -> None:
    """A row pasted from a file in another encoding is read as that, and its cell is named."""
    path = tmp_path / "list.csv"
    path.write_bytes(
        "Nachname;E-Mail\nMüller;a@example.org\nJäger;b@example.org\n".encode()
        + "Köhler;c@example.org\n".encode("cp1252")
    )

    rows = rows_of(path)

    assert open_file(path).dialect.encoding == "utf-8"
    assert [row.last_name for row in rows] == ["Müller", "Jäger", "Köhler"]
    assert [codes(row.issues) for row in rows] == [[], [], [ImportIssueCode.ENCODING_REPAIRED]]
    assert (rows[2].issues[0].raw_value, rows[2].issues[0].suggestion) == ("Köhler", "Köhler")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """Zeros at every place are neither a code page nor UTF-16."""
    path = tmp_path / "list.csv"
    path.write_bytes(bytes(range(256)) * 8 + b"\x00\x00\x00abc" * 40)

    with pytest.raises(EncodingUnknown):
        open_file(path)
