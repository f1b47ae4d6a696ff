"""The sample files, made as merchants make them, come in whole; tests/files/README.md says what each is."""

from domain.columns import ColumnKey, CustomColumn
from domain.custom_field import CustomFieldType
from domain.file_format import FileFormat
from domain.issues import ImportIssueCode, Issue, IssueSeverity
from importers.customer_row import Address
from importers.pipeline import Dialect, open_file
from tests.importers.reading import FILES, codes, rows_of


def test_a_list_of_german_excel_comes_in() -> None:
    """Windows-1252 with semicolons; each row that is wrong says where and why."""
    path = FILES / "kunden_excel_de.csv"

    dialect = open_file(path).dialect
    rows = rows_of(path, "DE")

    assert dialect == Dialect(FileFormat.CSV, header_row=1, encoding="cp1252", bom=False, delimiter=";")
    assert [(row.number, row.external_reference, codes(row.issues), row.rejected) for row in rows] == [
        (2, "10001", [], False),
        (3, "10002", [], False),
        (4, "10003", [ImportIssueCode.PHONE_SCIENTIFIC_PRECISION_LOST], True),
        (6, "10004", [ImportIssueCode.PHONE_INVALID, ImportIssueCode.EMAIL_INVALID], False),
        (7, "10005", [ImportIssueCode.PHONE_LEADING_ZERO_RESTORED], False),
        (8, "10006", [ImportIssueCode.ROW_LENGTH_MISMATCH], True),
    ]
    assert [row.phone and row.phone.e164 for row in rows] == [
        "+4915123456789",
        "+491709876543",
        None,
        None,
        "+4915112345678",
        "+491712345678",
    ]
    assert [row.groups for row in rows] == [
        ("Stammkunden",),
        ("Geschäftskunden",),
        ("stammkunden",),
        ("Stammkunden",),
        ("Stammkunden",),
        ("Stammkunden",),
    ]
    assert rows[0].note == "zahlt bar,\nmanchmal später"
    assert rows[0].address == Address(line1="Königstraße 5", postal_code="01067", city="Dresden")
    assert rows[4].note == "5 € Rabatt – „treu“"


def test_a_french_workbook_with_a_cover_sheet_comes_in() -> None:
    """The table begins at B3 of the second sheet; places are those that Excel shows."""
    path = FILES / "clients_fr.xlsx"
    since = CustomColumn("since", "Client depuis", CustomFieldType.DATE)

    dialect = open_file(path, custom=(since,)).dialect
    rows = rows_of(path, "FR", (since,))

    assert dialect == Dialect(FileFormat.XLSX, header_row=3, sheet="Clients", sheets=("Lisez-moi", "Clients"))
    assert [(row.number, row.external_reference, row.last_name) for row in rows] == [
        (4, "2001", "Lefèvre"),
        (5, "2002", "Le Goff"),
        (6, "2003", "Garage Bœuf"),
    ]
    assert [row.custom_fields for row in rows] == [{"since": "2021-03-04"}, {}, {"since": "2019-11-30"}]
    assert rows[0].issues == (
        Issue(
            row=4,
            code=ImportIssueCode.PHONE_FLOAT_REPAIRED,
            severity=IssueSeverity.FIXED,
            column=5,
            header="Portable",
            field=("phone",),
            raw_value="33612345678",
            suggestion="+33612345678",
        ),
    )
    assert rows[1].issues == (
        Issue(
            row=5,
            code=ImportIssueCode.GROUP_CONFLICT_IN_FILE,
            severity=IssueSeverity.ERROR,
            column=7,
            header="Groupe",
            field=("group",),
            raw_value="Fidèles; Pros",
            facts={"groups": ["Fidèles", "Pros"]},
        ),
    )
    assert codes(rows[2].issues) == [ImportIssueCode.PHONE_NOT_MOBILE]


def test_an_english_xls_of_a_till_comes_in() -> None:
    """A number that became a double is itself again; an unknown country keeps nobody out."""
    path = FILES / "customers_en.xls"

    dialect = open_file(path).dialect
    rows = rows_of(path, "GB")

    assert dialect == Dialect(FileFormat.XLS, header_row=1, sheet="Export", sheets=("Export",))
    assert [(row.number, row.external_reference, row.phone and row.phone.e164) for row in rows] == [
        (2, "501", "+447400123456"),
        (3, "502", "+447400123457"),
        (5, "503", None),
    ]
    assert [codes(row.issues) for row in rows] == [
        [],
        [ImportIssueCode.PHONE_FLOAT_REPAIRED],
        [ImportIssueCode.NO_CONTACT_CHANNEL, ImportIssueCode.TYPE_MISMATCH],
    ]
    assert [row.rejected for row in rows] == [False, False, False]


def test_outlooks_mobile_number_counts() -> None:
    """Of the phone columns of one contact, the one that can receive a text is taken."""
    analysis = open_file(FILES / "outlook_en.csv")
    (row,) = rows_of(FILES / "outlook_en.csv", "CH")

    targets = {column.header: column.target for column in analysis.columns}

    assert targets["Mobile Phone"] is ColumnKey.PHONE
    assert targets["Business Phone"] is None
    assert (row.phone and row.phone.e164, row.note) == ("+41791234567", 'Ruft "gern" an')


def test_a_list_of_an_old_mac_comes_in() -> None:
    """Mac Roman, tabs and bare carriage returns, in a file called .txt."""
    path = FILES / "carnet_mac.txt"

    dialect = open_file(path).dialect
    rows = rows_of(path, "FR")

    assert (dialect.encoding, dialect.delimiter) == ("mac-roman", "\t")
    assert [(row.number, row.first_name, row.last_name) for row in rows] == [
        (2, "Hélène", "Ça-Va"),
        (3, "François", "Noël"),
    ]
