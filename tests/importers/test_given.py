"""What a caller says of a file and its columns is taken; what can't be is refused at its place."""

from pathlib import Path

import pytest

from domain.columns import ColumnKey, CustomColumn, Target
from domain.custom_field import CustomFieldType
from domain.errors import (
    ColumnNotFound,
    DelimiterNotPossible,
    EncodingNotSupported,
    Failure,
    HeaderRowMissing,
    NotOfThisFormat,
    SheetNotFound,
    TargetTaken,
    TargetUnknown,
)
from importers.customer_row import CustomerRow
from importers.dialect import ENCODINGS
from importers.pipeline import Analysis, ColumnMapping, DialectDraft, open_file, read_rows
from tests.importers.reading import FILES

SHOE = CustomColumn("shoe_size", "Schuhgröße", CustomFieldType.INTEGER)


def opened(
    folder: Path, content: bytes, given: DialectDraft | None = None, mapping: ColumnMapping | None = None
) -> Analysis:
    """Return what a file with these bytes is."""
    path = folder / "list.csv"
    path.write_bytes(content)
    return open_file(path, custom=(SHOE,), given=given, mapping=mapping)


def names(analysis: Analysis) -> list[str | None]:
    """Return the last names of all rows."""
    return [row.last_name for row in rows(analysis)]


def rows(analysis: Analysis) -> list[CustomerRow]:
    return list(read_rows(analysis, region="DE"))


def targets(analysis: Analysis) -> list[Target | None]:
    return [column.target for column in analysis.columns]


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("cp850", "CP850"),
        ("cp1250", "Windows-1250"),
        ("iso8859-15", "Latin9"),
        ("mac-roman", "Macintosh"),
        ("utf-16-be", "UTF-16BE"),
        ("utf-16", "utf-16"),
        ("utf-8-sig", "UTF8"),
        ("utf-8", "utf-8-sig"),
    ],
)
def test_an_encoding_is_taken_by_any_of_its_names(tmp_path: Path, codec: str, said: str) -> None:
    """Also one that is never found out, such as that of a till under DOS."""
    content = "Nachname;Ort\nGrößmann;Lüneburg\n".encode(codec)

    analysis = opened(tmp_path, content, DialectDraft(encoding=said))

    assert names(analysis) == ["Größmann"]
    assert analysis.columns[0].header == "Nachname"


def test_a_delimiter_is_taken(tmp_path: Path) -> None:
    """Where detection would see another one, or none."""
    analysis = opened(tmp_path, b"Nachname~Ort\nVogt~Ulm, Donau\n", DialectDraft(delimiter="~"))

    assert (analysis.dialect.delimiter, names(analysis)) == ("~", ["Vogt"])


def test_a_header_row_is_taken_wherever_it_is(tmp_path: Path) -> None:
    """Further down than we look for one; what stands above is no data."""
    content = b"Stand;heute\n" * 30 + b"Nachname;Ort\nVogt;Ulm\n"

    analysis = opened(tmp_path, content, DialectDraft(header_row=31))

    assert (analysis.dialect.header_row, names(analysis)) == (31, ["Vogt"])


def test_a_list_without_a_header_is_read_by_its_mapping(tmp_path: Path) -> None:
    """Row 0 says that there is none; the first row is data."""
    content = b"Ida;Vogt;0151 23456789\nUwe;Rot;0151 23456780;x\n"

    analysis = opened(
        tmp_path,
        content,
        DialectDraft(header_row=0),
        {0: "first_name", 1: "last_name", 2: "phone"},
    )

    assert [column.header for column in analysis.columns] == ["", "", "", ""]
    assert [(row.number, row.first_name, row.phone and row.phone.e164) for row in rows(analysis)] == [
        (1, "Ida", "+4915123456789"),
        (2, "Uwe", "+4915123456780"),
    ]


def test_a_header_in_a_language_that_we_do_not_know_needs_only_a_mapping(tmp_path: Path) -> None:
    """The first row that is not blank is taken for it."""
    content = b"\nCognome;Citta\nRossi;Ulm\n"

    analysis = opened(tmp_path, content, mapping={0: "last_name"})

    assert (analysis.dialect.header_row, targets(analysis)) == (2, [ColumnKey.LAST_NAME, None])
    assert names(analysis) == ["Rossi"]


def test_a_mapping_wins_over_what_headers_say(tmp_path: Path) -> None:
    """A column that is not named keeps its meaning, unless a named one has taken it."""
    content = "Name;Nachname;Größe;Ort\nIda;Vogt;38;Ulm\n".encode()

    analysis = opened(tmp_path, content, mapping={0: "last_name", 2: "shoe_size", 3: None})

    assert targets(analysis) == [ColumnKey.LAST_NAME, None, SHOE, None]
    assert [column.confidence for column in analysis.columns] == [1, 0, 1, 0]
    assert [(row.last_name, row.custom_fields, row.address) for row in rows(analysis)] == [
        ("Ida", {"shoe_size": 38}, None)
    ]


def test_a_sheet_is_taken() -> None:
    """Another than we would have chosen."""
    analysis = open_file(
        FILES / "clients_fr.xlsx", given=DialectDraft(sheet="Clients", header_row=4), mapping={3: "last_name"}
    )

    assert (analysis.dialect.sheet, analysis.dialect.header_row) == ("Clients", 4)
    assert [row.last_name for row in read_rows(analysis, region="FR")] == ["Loïc", None]


@pytest.mark.parametrize(
    ("given", "failure"),
    [
        (
            DialectDraft(encoding="klingon"),
            EncodingNotSupported(field=("encoding",), encoding="klingon", encodings=list(ENCODINGS)),
        ),
        (
            DialectDraft(encoding="rot13"),
            EncodingNotSupported(field=("encoding",), encoding="rot13", encodings=list(ENCODINGS)),
        ),
        (
            DialectDraft(encoding="\0"),
            EncodingNotSupported(field=("encoding",), encoding="\0", encodings=list(ENCODINGS)),
        ),
        (DialectDraft(delimiter=""), DelimiterNotPossible(field=("delimiter",), delimiter="")),
        (DialectDraft(delimiter="::"), DelimiterNotPossible(field=("delimiter",), delimiter="::")),
        (DialectDraft(delimiter='"'), DelimiterNotPossible(field=("delimiter",), delimiter='"')),
        (DialectDraft(delimiter="ä"), DelimiterNotPossible(field=("delimiter",), delimiter="ä")),
        (DialectDraft(header_row=-1), HeaderRowMissing(field=("header_row",), row=-1)),
        (DialectDraft(header_row=4), HeaderRowMissing(field=("header_row",), row=4)),
        (DialectDraft(header_row=2), HeaderRowMissing(field=("header_row",), row=2)),
        (
            DialectDraft(sheet="Kunden"),
            NotOfThisFormat(field=("sheet",), option="sheet", format="CSV"),
        ),
    ],
)
def test_a_dialect_that_can_not_be_is_refused(tmp_path: Path, given: DialectDraft, failure: Failure) -> None:
    """At the option that is wrong."""
    with pytest.raises(type(failure)) as refused:
        opened(tmp_path, b"Nachname;Ort\n;\nVogt;Ulm\n", given)

    assert refused.value == failure


@pytest.mark.parametrize(
    ("given", "failure"),
    [
        (
            DialectDraft(sheet="Kunden"),
            SheetNotFound(field=("sheet",), sheet="Kunden", sheets=["Lisez-moi", "Clients"]),
        ),
        (
            DialectDraft(encoding="utf-8"),
            NotOfThisFormat(field=("encoding",), option="encoding", format="XLSX"),
        ),
        (
            DialectDraft(delimiter=";"),
            NotOfThisFormat(field=("delimiter",), option="delimiter", format="XLSX"),
        ),
    ],
)
def test_a_dialect_that_no_workbook_has_is_refused(given: DialectDraft, failure: Failure) -> None:
    """With the sheets that there are."""
    with pytest.raises(type(failure)) as refused:
        open_file(FILES / "clients_fr.xlsx", given=given)

    assert refused.value == failure


@pytest.mark.parametrize(
    ("mapping", "failure"),
    [
        ({2: "phone"}, ColumnNotFound(column=2, count=2)),
        ({-1: "phone"}, ColumnNotFound(column=-1, count=2)),
        ({0: "shoe"}, TargetUnknown(value="shoe")),
        ({0: "phone", 1: "phone"}, TargetTaken(value="phone", first=0, second=1)),
        ({1: "shoe_size", 0: "shoe_size"}, TargetTaken(value="shoe_size", first=0, second=1)),
    ],
)
def test_a_mapping_that_can_not_be_is_refused(
    tmp_path: Path, mapping: ColumnMapping, failure: Failure
) -> None:
    """With the columns in question."""
    with pytest.raises(type(failure)) as refused:
        opened(tmp_path, b"Nachname;Ort\nVogt;Ulm\n", mapping=mapping)

    assert refused.value == failure


def test_two_columns_may_be_left_out(tmp_path: Path) -> None:
    """Nothing is no field."""
    analysis = opened(tmp_path, b"Nachname;Ort;Land\nVogt;Ulm;DE\n", mapping={1: None, 2: None})

    assert targets(analysis) == [ColumnKey.LAST_NAME, None, None]


@pytest.mark.parametrize(
    ("cells", "sign"),
    [
        (("1,5", "2,25"), ","),
        (("1.5", "abc"), "."),
        (("1.234,50",), ","),
        (("1,234.50",), "."),
        (("1.234.567",), ","),
        (("1.234", "5"), None),
        (("1,5", "2.5"), None),
        (("31.12.2025", "030.123456"), "."),
    ],
)
def test_the_numbers_of_a_file_tell_its_decimal_separator(
    tmp_path: Path, cells: tuple[str, ...], sign: str | None
) -> None:
    """`1.234` alone tells nothing; it is then read as people of the region write."""
    content = "Nachname;Wert\n" + "".join(f"Vogt;{cell}\n" for cell in cells)

    analysis = opened(tmp_path, content.encode())

    assert analysis.dialect.decimal_separator == sign


def test_the_decimal_separator_of_a_file_decides_what_its_numbers_mean(tmp_path: Path) -> None:
    """An American export stays one when it is imported in Germany."""
    content = "Nachname;Schuhgröße;Umsatz\nVogt;1,234;10.50\nRot;12;3.25\n"

    analysis = opened(tmp_path, content.encode())

    assert [row.custom_fields for row in rows(analysis)] == [{"shoe_size": 1234}, {"shoe_size": 12}]
