"""A cell becomes a telephone number, and what a spreadsheet has done to it is undone or said."""

import pytest

from domain.issues import ImportIssueCode, IssueSeverity
from importers.cells import Cell, cell_text
from importers.findings import Finding
from importers.phones import read_phone_cell

FLOAT = ImportIssueCode.PHONE_FLOAT_REPAIRED
ZERO = ImportIssueCode.PHONE_LEADING_ZERO_RESTORED
LOST = ImportIssueCode.PHONE_SCIENTIFIC_PRECISION_LOST
INVALID = ImportIssueCode.PHONE_INVALID
FIXED_LINE = ImportIssueCode.PHONE_NOT_MOBILE


@pytest.mark.parametrize(
    ("cell", "region", "e164"),
    [
        ("0151 23456789", "DE", "+4915123456789"),
        ("0049 151 23456789", "DE", "+4915123456789"),
        ("+49 (0)151 / 234567-89", "FR", "+4915123456789"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "DE", "+33612345678"),
        ("4915123456789", "DE", "+4915123456789"),
        ("(202) 555-0143", "US", "+12025550143"),
        ("2025550143", "US", "+12025550143"),
    ],
)
def test_any_notation_is_read_without_a_word(cell: str, region: str, e164: str) -> None:
    """In the region of the import, unless it names its country."""
    phone, findings = read_phone_cell(cell, cell, region)

    assert (phone.e164, findings) == (e164, ())


@pytest.mark.parametrize(
    ("cell", "region", "e164", "code"),
    [
        (4915123456789.0, "DE", "+4915123456789", FLOAT),
        (15123456789, "DE", "+4915123456789", FLOAT),
        ("4915123456789.0", "DE", "+4915123456789", FLOAT),
        ("4915123456789,00", "DE", "+4915123456789", FLOAT),
        ("15123456789", "DE", "+4915123456789", ZERO),
        ("612345678", "FR", "+33612345678", ZERO),
    ],
)
def test_what_a_spreadsheet_has_done_is_undone_and_said(
    cell: Cell, region: str, e164: str, code: ImportIssueCode
) -> None:
    """Nothing is lost as long as all digits are there."""
    phone, findings = read_phone_cell(cell, cell_text(cell), region)

    assert (phone.e164, findings) == (e164, (Finding(code, IssueSeverity.FIXED, suggestion=e164),))


@pytest.mark.parametrize("cell", ["4.91512E+11", "4,91512E+11", "4.9e12", 491512000000.0, 4915120000000])
def test_a_rounded_number_is_an_error_and_never_a_guess(cell: Cell) -> None:
    """Nobody knows the digits that Excel has dropped."""
    phone, findings = read_phone_cell(cell, cell_text(cell), "DE")

    assert (phone.e164, findings) == (None, (Finding(LOST, IssueSeverity.ERROR),))


@pytest.mark.parametrize("cell", ["unbekannt", "0151", "+49 1", "110", "12.05.1990"])
def test_what_is_no_number_is_kept_with_a_warning(cell: str) -> None:
    """The customer still comes in."""
    phone, findings = read_phone_cell(cell, cell, "DE")

    assert (phone.raw, phone.e164, findings) == (cell, None, (Finding(INVALID),))


def test_a_landline_is_taken_with_a_warning() -> None:
    """No text message arrives there."""
    phone, findings = read_phone_cell("030 901820", "030 901820", "DE")

    assert (phone.e164, findings) == ("+4930901820", (Finding(FIXED_LINE),))
