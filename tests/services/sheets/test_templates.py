"""The import template is a file that its language's Excel opens well, and that is hard to fill in wrongly."""

import io

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from domain.columns import HEADERS, ColumnKey, CustomColumn
from domain.custom_field import CustomFieldType
from domain.errors import FormatNotWritten, TooManyRowsForFormat
from domain.file_format import FileFormat
from domain.locale import Locale
from services.sheets.sheet import customer_sheet
from services.sheets.templates import write_sheet, write_template

GROUPS = ("VIP", "=Stamm, Kunden", "x" * 120)
SIZE = CustomColumn("size", "Größe", CustomFieldType.SELECT, ("S", "M"))


@pytest.mark.parametrize(
    ("locale", "beginning"),
    [
        (Locale.DE, "Kundennummer;Anrede;Vorname;Nachname;Firma;Mobiltelefon;E-Mail;Gruppe;"),
        (Locale.FR, "Numéro client;Civilité;Prénom;Nom;Société;Téléphone mobile;E-mail;Groupe;"),
        (Locale.EN, "Customer number,Salutation,First name,Last name,Company,Mobile phone,Email,Group,"),
    ],
)
def test_a_csv_template_opens_by_double_click(locale: Locale, beginning: str) -> None:
    """A byte order mark, the language's delimiter, Windows line ends."""
    template = write_template(FileFormat.CSV, locale, with_examples=False)

    assert template.startswith(b"\xef\xbb\xbf")
    assert template.decode("utf-8-sig").startswith(beginning)
    assert template.endswith(b"\r\n")
    assert template.count(b"\n") == 1


def test_a_phone_in_a_csv_template_is_guarded() -> None:
    """Excel would take +49 for a sum."""
    template = write_template(FileFormat.CSV, Locale.DE).decode("utf-8-sig")

    assert ";'+49 171 3920001;" in template
    assert ";0171 3920002;" in template


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("format", [FileFormat.XLS, FileFormat.XLSX])
def test_a_workbook_begins_with_the_headers_of_its_language(format: FileFormat, locale: Locale) -> None:
    """Own fields come last."""
    template = write_template(format, locale, GROUPS, (SIZE,))

    rows = CalamineWorkbook.from_object(io.BytesIO(template)).get_sheet_by_index(0).to_python()

    assert rows[0] == [
        *(HEADERS[key][locale] for key in ColumnKey if key is not ColumnKey.KONTOR_ID),
        "Größe",
    ]
    assert len(rows) == 3


def test_an_xlsx_template_keeps_what_is_typed_as_text() -> None:
    """A phone keeps its plus and a postal code its zero, in rows that are still empty, too."""
    book = openpyxl.load_workbook(io.BytesIO(write_template(FileFormat.XLSX, Locale.DE, GROUPS)))
    page = book.worksheets[0]

    formats = {page.column_dimensions[get_column_letter(at)].number_format for at in range(1, 18)}

    assert formats == {"@"}
    assert page.freeze_panes == "A2"
    assert page["F2"].value == "+49 171 3920001"
    assert page["F2"].number_format == "@"


def test_an_xlsx_template_explains_every_column() -> None:
    """In a comment at its header."""
    page = openpyxl.load_workbook(
        io.BytesIO(write_template(FileFormat.XLSX, Locale.FR, (), (SIZE,)))
    ).worksheets[0]

    hints = [cell.comment.text if cell.comment else "" for cell in page[1]]

    assert hints[7] == (
        "Un groupe de clients. Chaque client ne peut appartenir qu'à un seul groupe. "
        "Pour un nouveau groupe, écrivez simplement son nom."
    )
    assert hints[-1] == "Votre propre champ."
    assert "" not in hints


def test_an_xlsx_template_offers_groups_and_options() -> None:
    """From a hidden sheet, where commas and long names do no harm, and no name is a formula."""
    book = openpyxl.load_workbook(io.BytesIO(write_template(FileFormat.XLSX, Locale.EN, GROUPS, (SIZE,))))
    page, lists = book.worksheets

    offers = [(str(offer.sqref), offer.formula1) for offer in page.data_validations.dataValidation]

    assert offers == [("H2:H1048576", "'Choices'!$A$1:$A$3"), ("R2:R1048576", "'Choices'!$B$1:$B$2")]
    assert lists.sheet_state == "hidden"
    assert [(cell.value, cell.data_type) for cell in lists["A"]] == [(name, "s") for name in GROUPS]


def test_an_xls_template_lists_the_groups() -> None:
    """On a second sheet, for the format's drop-downs have no writer."""
    template = write_template(FileFormat.XLS, Locale.DE, GROUPS)

    book = CalamineWorkbook.from_object(io.BytesIO(template))

    assert book.sheet_names == ["Kunden", "Auswahllisten"]
    assert book.get_sheet_by_index(1).to_python() == [["Gruppe"], *([name] for name in GROUPS)]


def test_a_merchant_without_groups_has_one_sheet() -> None:
    """There is nothing to choose from."""
    xlsx = openpyxl.load_workbook(io.BytesIO(write_template(FileFormat.XLSX, Locale.DE)))
    xls = CalamineWorkbook.from_object(io.BytesIO(write_template(FileFormat.XLS, Locale.DE)))

    assert (xlsx.sheetnames, xls.sheet_names) == (["Kunden"], ["Kunden"])


def test_a_format_that_nobody_writes_is_refused() -> None:
    """OpenDocument is read, but not written."""
    with pytest.raises(FormatNotWritten) as failure:
        write_template(FileFormat.ODS, Locale.DE)

    assert failure.value == FormatNotWritten(field=("format",), format="ODS")


def test_an_xls_sheet_holds_65535_rows() -> None:
    """One more is said before Excel would cut it."""
    sheet = customer_sheet(Locale.DE, (), ())

    with pytest.raises(TooManyRowsForFormat) as failure:
        write_sheet(FileFormat.XLS, sheet, ([] for _ in range(65_536)))

    assert failure.value == TooManyRowsForFormat(format="XLS", limit=65_535, rows=65_536)
