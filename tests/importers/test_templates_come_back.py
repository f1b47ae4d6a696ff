"""What is filled into our template comes back exactly, in every format and language."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from domain.columns import ColumnKey, CustomColumn, header_of
from domain.custom_field import CustomFieldType
from domain.file_format import FileFormat
from domain.locale import Locale
from domain.phone import Phone, PhoneType
from importers.customer_row import Address, CustomerRow, Email
from services.sheets.sheet import customer_sheet
from services.sheets.templates import write_sheet, write_template
from tests.importers.reading import rows_of

FORMATS = (FileFormat.CSV, FileFormat.XLS, FileFormat.XLSX)
SIZE = CustomColumn("size", "Größe", CustomFieldType.SELECT, ("S", "=XL"))
BORN = CustomColumn("born", "Phone", CustomFieldType.DATE)  # a label that is a word of ours
CUSTOM = (SIZE, BORN)

FILLED: Mapping[object, str] = {
    ColumnKey.EXTERNAL_REFERENCE: "=SUM(1)",
    ColumnKey.SALUTATION: "Frau",
    ColumnKey.FIRST_NAME: "Zoë",
    ColumnKey.LAST_NAME: 'd\'Œuvre; "die Ältere"',
    ColumnKey.COMPANY_NAME: "-",
    ColumnKey.PHONE: "+49 1512 3456789",
    ColumnKey.EMAIL: "zoe@example.org",
    ColumnKey.GROUP: "Stammkunden, Berlin",
    ColumnKey.ADDRESS_LINE1: "@ Rue du Lac 3",
    ColumnKey.ADDRESS_LINE2: "'=c/o",
    ColumnKey.POSTAL_CODE: "01067",
    ColumnKey.CITY: "Łódź",
    ColumnKey.REGION: "Île-de-France",
    ColumnKey.COUNTRY: "PL",
    ColumnKey.LOCALE: "fr-CH",
    ColumnKey.NOTE: "+ first line\n''- second line",
    ColumnKey.VAT_ID: "DE123456789",
    SIZE: "=XL",
    BORN: "2001-02-03",
}
EXPECTED = CustomerRow(
    number=2,
    external_reference="=SUM(1)",
    salutation="Frau",
    first_name="Zoë",
    last_name='d\'Œuvre; "die Ältere"',
    company_name="-",
    phone=Phone("+49 1512 3456789", "+4915123456789", PhoneType.MOBILE, "DE"),
    email=Email("zoe@example.org", "zoe@example.org"),
    groups=("Stammkunden, Berlin",),
    address=Address("@ Rue du Lac 3", "'=c/o", "01067", "Łódź", "Île-de-France", "PL"),
    locale="fr-CH",
    note="+ first line\n''- second line",
    vat_id="DE123456789",
    custom_fields={"size": "=XL", "born": "2001-02-03"},
)


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("format", FORMATS)
def test_a_filled_in_sheet_comes_back_as_it_was(tmp_path: Path, format: FileFormat, locale: Locale) -> None:
    """Every column, own fields, line breaks, quotes, and texts that look like formulas."""
    sheet = customer_sheet(locale, ["Stammkunden, Berlin"], CUSTOM)
    path = tmp_path / "sheet"
    path.write_bytes(write_sheet(format, sheet, [[FILLED[column.target] for column in sheet.columns]]))

    rows = rows_of(path, "FR", CUSTOM)

    assert rows == [EXPECTED]


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("format", FORMATS)
def test_an_untouched_template_holds_no_customers(tmp_path: Path, format: FileFormat, locale: Locale) -> None:
    """Its examples are skipped and counted nowhere."""
    path = tmp_path / "template"
    path.write_bytes(write_template(format, locale, ["VIP"], CUSTOM))

    rows = rows_of(path, "DE", CUSTOM)

    assert rows == []


@pytest.mark.parametrize("locale", Locale)
def test_a_template_filled_in_by_hand_in_excel_comes_back(tmp_path: Path, locale: Locale) -> None:
    """Below the examples, with an unformatted number as Excel keeps it, and a drop-down's value."""
    book = openpyxl.load_workbook(io.BytesIO(write_template(FileFormat.XLSX, locale, ["VIP"])))
    page = book.worksheets[0]
    columns = {cell.value: index for index, cell in enumerate(page[1], 1)}
    page.cell(6, columns[header_of(ColumnKey.LAST_NAME, locale)]).value = "Weiß"
    page.cell(6, columns[header_of(ColumnKey.PHONE, locale)]).value = 4915123456789
    page.cell(6, columns[header_of(ColumnKey.GROUP, locale)]).value = "VIP"
    book.save(tmp_path / "filled.xlsx")

    (row,) = rows_of(tmp_path / "filled.xlsx")

    assert (row.number, row.last_name, row.groups) == (6, "Weiß", ("VIP",))
    assert row.phone == Phone("4915123456789", "+4915123456789", PhoneType.MOBILE, "DE")


def test_a_customer_typed_over_an_example_is_not_lost(tmp_path: Path) -> None:
    """The marker in the customer number alone does not make a row an example."""
    template = write_template(FileFormat.CSV, Locale.DE).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(template), delimiter=";"))
    lines[1][lines[0].index("Nachname")] = "Echt"
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(lines)
    (tmp_path / "typed.csv").write_text(text.getvalue(), "utf-8-sig")

    rows = rows_of(tmp_path / "typed.csv")

    assert [(row.external_reference, row.last_name) for row in rows] == [("BEISPIEL-1", "Echt")]
