"""HTML that programs save as .xls is read when it is a table."""

from pathlib import Path

import pytest

from domain.errors import Failure, FileUnreadable, HeaderNotFound, TooManyColumns, UnsupportedFile
from domain.file_format import FileFormat
from domain.issues import ImportIssueCode
from importers.limits import MIB
from importers.pipeline import Dialect, open_file
from tests.importers.reading import codes, peak_bytes, rows_of


def saved(folder: Path, content: bytes | str) -> Path:
    path = folder / "kunden.xls"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal(folder: Path, content: bytes | str) -> Failure:
    with pytest.raises(Failure) as failure:
        rows_of(saved(folder, content))
    return failure.value


def test_a_page_with_a_table_is_read(tmp_path: Path) -> None:
    """White space is what a browser makes of it; a line break in a cell is kept."""
    path = saved(
        tmp_path,
        "<html><head><title>Nachname</title><style>td { color: red }</style></head><body>"
        "<h1>Kundenliste</h1><table><tr><th>Nachname</th><th>Notiz</th></tr>"
        "<tr><td>  Müller\n   &amp; S&ouml;hne </td><td>zahlt<br>bar<script>x</script></td></tr></table>",
    )

    (only,) = rows_of(path)

    assert open_file(path).dialect == Dialect(
        FileFormat.XLS, header_row=1, encoding="utf-8", bom=False, delimiter=None
    )
    assert (only.number, only.last_name, only.note) == (2, "Müller & Söhne", "zahlt\nbar")


@pytest.mark.parametrize(
    ("codec", "said", "encoding"),
    [
        ("utf-8", "windows-1252", "utf-8"),
        ("cp1252", "windows-1252", "cp1252"),
        ("cp1250", "windows-1250", "cp1250"),
        ("cp1252", "klingon", "cp1252"),
        ("utf-16", "utf-16", "utf-16-le"),
    ],
)
def test_a_page_is_believed_about_its_encoding_where_its_bytes_do_not_tell(
    tmp_path: Path, codec: str, said: str, encoding: str
) -> None:
    """Many pages say one thing and are another."""
    page = f'<html><meta charset="{said}"><table><tr><td>Nachname<tr><td>Größmann</table>'
    path = saved(tmp_path, page.encode(codec))

    (only,) = rows_of(path)

    assert (open_file(path).dialect.encoding, only.last_name) == (encoding, "Größmann")


def test_what_a_browser_forgives_is_forgiven(tmp_path: Path) -> None:
    """No end of cells, rows and tables, none of the tags in lower case, and a table within a table."""
    page = (
        "<TABLE><TR><TD>Links<TD><TABLE><TR><TH>Nachname<TH>Ort<TR><TD>Vogt<TD>Ulm<TR><TD>Rot<TD>Wien</TABLE>"
    )

    rows = rows_of(saved(tmp_path, page))

    assert [(row.last_name, row.address and row.address.city) for row in rows] == [
        ("Vogt", "Ulm"),
        ("Rot", "Wien"),
        ("Links", None),
    ]


def test_merged_cells_keep_the_columns_in_place(tmp_path: Path) -> None:
    """The value stands at the upper left; what the cell covers is blank."""
    page = (
        "<table><tr><td colspan=3>Unsere Kunden</td></tr>"
        "<tr><td>Firma</td><td>Nachname</td><td>Ort</td></tr>"
        "<tr><td rowspan=2>Eck GmbH</td><td>Vogt</td><td>Ulm</td></tr>"
        "<tr><td>Rot</td><td>Wien</td></tr>"
        "<tr><td colspan=2>Blau AG</td><td>Linz</td></tr></table>"
    )

    rows = rows_of(saved(tmp_path, page))

    assert [(row.company_name, row.last_name, row.address and row.address.city) for row in rows] == [
        ("Eck GmbH", "Vogt", "Ulm"),
        (None, "Rot", "Wien"),
        ("Blau AG", None, "Linz"),
    ]


@pytest.mark.parametrize("behind", ["x:num=4915123456789", 'sdval="4915123456789"', 'data-v="4915123456789"'])
def test_a_number_that_is_shown_rounded_is_read_from_behind(tmp_path: Path, behind: str) -> None:
    """Excel, LibreOffice and SheetJS keep all digits in an attribute."""
    page = f"<table><tr><td>Nachname<td>Handy<tr><td>Vogt<td {behind}>4,91512E+12</table>"

    (only,) = rows_of(saved(tmp_path, page))

    assert only.phone is not None
    assert (only.phone.e164, codes(only.issues)) == (
        "+4915123456789",
        [ImportIssueCode.PHONE_FLOAT_REPAIRED],
    )


def test_a_date_is_read_as_it_is_shown(tmp_path: Path) -> None:
    """The number behind it counts days, and from which one nobody says."""
    page = "<table><tr><td>Nachname<td>Notiz<tr><td>Vogt<td x:num=44259>04.03.2021</table>"

    (only,) = rows_of(saved(tmp_path, page))

    assert only.note == "04.03.2021"


def test_a_text_written_as_a_formula_is_the_text(tmp_path: Path) -> None:
    """So programs keep zeros when Excel opens the page."""
    page = '<table><tr><td>Nachname<td>Handy<tr><td>Vogt<td>="0151 23456789"</table>'

    (only,) = rows_of(saved(tmp_path, page))

    assert only.phone is not None
    assert (only.phone.e164, only.issues) == ("+4915123456789", ())


@pytest.mark.parametrize(
    ("page", "failure"),
    [
        ("<html><form>Bitte melden Sie sich an</form>", UnsupportedFile(kind="HTML")),
        ("<table><tr><td>1<td>2<tr><td>3<td>4</table>", HeaderNotFound(rows=20)),
        ("<table><tr>" + "<td>Nachname" * 1001 + "<tr><td>x", TooManyColumns(limit=1000, count=1001)),
        ("<table><tr>" + "<td>x" * 16385, TooManyColumns(limit=16384, count=16385)),
        ("<html><table><tr><td>Nachname" + "<!--" + "x" * 2 * MIB, FileUnreadable(kind="HTML")),
        ("<table><tr><td>" * 30, FileUnreadable(kind="HTML")),
        ("<table><tr><td>Nachname" + "<![ " * 10, FileUnreadable(kind="HTML")),
        ("<table><tr><td>Nachname" + "</ " * 100_000, FileUnreadable(kind="HTML")),
    ],
    ids=[
        *("form", "numbers", "wide header", "wide row", "open comment", "deep tables"),
        *("declaration", "ends of nothing"),
    ],
)
def test_a_page_that_holds_no_list_is_refused(tmp_path: Path, page: str, failure: Failure) -> None:
    """By its name, or with what is wrong."""
    assert refusal(tmp_path, page) == failure


def test_memory_does_not_grow_with_the_rows_of_a_page(tmp_path: Path) -> None:
    """Twenty times the rows, and not one megabyte more."""
    small = peak_bytes(saved(tmp_path, page_of(1_000)))
    large = peak_bytes(saved(tmp_path, page_of(20_000)))

    assert max(large - small, 0) // MIB == 0


def page_of(rows: int) -> str:
    return "<table><tr><td>Nachname" + "".join(f"<tr><td>Vögt {number}" for number in range(rows))


def test_a_page_saved_with_its_parts_is_read(tmp_path: Path) -> None:
    """Excel's single file web page, with a frame around its sheets."""
    path = saved(
        tmp_path,
        "MIME-Version: 1.0\nX-Document-Type: Workbook\n"
        'Content-Type: multipart/related; boundary="----=_Next"\n\n'
        "------=_Next\nContent-Location: file:///C:/Kunden.htm\nContent-Type: text/html\n\n<frameset/>\n"
        "------=_Next\nContent-Location: file:///C:/Kunden-Dateien/sheet001.htm\n"
        'Content-Transfer-Encoding: quoted-printable\nContent-Type: text/html; charset="windows-1252"\n\n'
        "<table><tr><td>Nachname</td></tr><tr><td>Gr=F6=DFmann</td></tr></table>\n------=_Next--\n",
    )

    (only,) = rows_of(path)

    assert open_file(path).dialect == Dialect(
        FileFormat.XLS, header_row=1, sheet="sheet001.htm", sheets=("sheet001.htm",)
    )
    assert only.last_name == "Größmann"
