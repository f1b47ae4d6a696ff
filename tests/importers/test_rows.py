"""The cells of a row become the draft of a customer, with what is wrong at which cell."""

from pathlib import Path

import pytest

from domain.errors import CellTooLong
from domain.issues import ImportIssueCode, Issue, IssueSeverity
from importers.customer_row import CustomerRow, Email
from importers.limits import Limits
from tests.importers.reading import codes, only_row, read_csv, rows_of


def test_a_plain_row_is_a_draft_and_nothing_else(tmp_path: Path) -> None:
    """Blank cells are None, not blank texts."""
    row = only_row(tmp_path, "Vorname;Nachname;E-Mail;Notiz\n Ida ;Vogt;Ida@Example.org;\n")

    assert row == CustomerRow(
        number=2,
        first_name="Ida",
        last_name="Vogt",
        email=Email("Ida@Example.org", "ida@example.org"),
    )


def test_blank_rows_are_passed_over_and_counted_by_the_numbers(tmp_path: Path) -> None:
    """Also such as hold only spaces and separators."""
    rows = read_csv(tmp_path, "Nachname;E-Mail\n\n ; \nVogt;a@example.org\n\n;\u00a0\nWeiß;b@example.org\n\n")

    assert [(row.number, row.last_name) for row in rows] == [(4, "Vogt"), (7, "Weiß")]


def test_a_line_break_in_quotes_is_not_a_row(tmp_path: Path) -> None:
    """The next row has the number that Excel shows."""
    rows = read_csv(
        tmp_path, 'Nachname;Notiz;E-Mail\nVogt;"eins\r\nzwei";a@example.org\nWeiß;;b@example.org\n'
    )

    assert [(row.number, row.note) for row in rows] == [(2, "eins\nzwei"), (3, None)]


def test_an_issue_tells_row_column_header_field_and_value(tmp_path: Path) -> None:
    """The row is imported all the same."""
    row = only_row(tmp_path, "Nachname;Courriel\nVogt;ida(at)example.org\n")

    assert row.email == Email("ida(at)example.org", None)
    assert row.rejected is False
    assert row.issues == (
        Issue(
            row=2,
            code=ImportIssueCode.EMAIL_INVALID,
            severity=IssueSeverity.WARNING,
            column=1,
            header="Courriel",
            field=("email",),
            raw_value="ida(at)example.org",
        ),
    )


def test_issues_are_in_the_order_of_the_cells(tmp_path: Path) -> None:
    """Those of the whole row come first."""
    row = only_row(tmp_path, "Land;Handy;E-Mail;Nachname;Ort\nNarnia;0151;x;Vogt\n")

    assert codes(row.issues) == [
        ImportIssueCode.ROW_LENGTH_MISMATCH,
        ImportIssueCode.TYPE_MISMATCH,
        ImportIssueCode.PHONE_INVALID,
        ImportIssueCode.EMAIL_INVALID,
    ]


def test_a_customer_of_whom_nothing_is_known_is_rejected(tmp_path: Path) -> None:
    """An address alone tells nobody from others."""
    row = only_row(tmp_path, "Nachname;Ort\n;Köln\n")

    assert row.rejected is True
    assert codes(row.issues) == [ImportIssueCode.REQUIRED_MISSING]


@pytest.mark.parametrize("header", ["Kundennummer", "Firma", "Vorname", "Nachname"])
def test_a_name_or_number_without_a_contact_is_taken_with_a_warning(tmp_path: Path, header: str) -> None:
    """Nobody can be asked to pay without one."""
    row = only_row(tmp_path, f"{header};Ort\nVogt;Köln\n")

    assert row.rejected is False
    assert codes(row.issues) == [ImportIssueCode.NO_CONTACT_CHANNEL]


@pytest.mark.parametrize("header", ["Handy", "E-Mail"])
def test_a_contact_alone_is_enough(tmp_path: Path, header: str) -> None:
    """As for whoever paid without a name."""
    value = {"Handy": "0151 23456789", "E-Mail": "ida@example.org"}[header]

    row = only_row(tmp_path, f"{header};Ort\n{value};\n")

    assert row.issues == ()


def test_a_value_too_many_rejects_the_row(tmp_path: Path) -> None:
    """An unquoted separator has moved the rest into the wrong columns."""
    row = only_row(tmp_path, "Nachname,Vorname,E-Mail\nVogt,Dr.,Ida,ida@example.org\n")

    assert row.rejected is True
    assert row.issues[0] == Issue(
        row=2,
        code=ImportIssueCode.ROW_LENGTH_MISMATCH,
        severity=IssueSeverity.ERROR,
        facts={"expected": 3, "found": 4},
    )


def test_separators_too_many_at_the_end_are_nothing(tmp_path: Path) -> None:
    """Excel puts them there."""
    row = only_row(tmp_path, "Nachname;E-Mail\nVogt;ida@example.org;;;\n")

    assert row.issues == ()


def test_a_row_that_ends_early_is_taken_with_a_warning(tmp_path: Path) -> None:
    """What is missing counts as blank."""
    row = only_row(tmp_path, "E-Mail;Nachname;Ort\nida@example.org;Vogt\n")

    assert (row.last_name, row.address, row.rejected) == ("Vogt", None, False)
    assert codes(row.issues) == [ImportIssueCode.ROW_LENGTH_MISMATCH]


@pytest.mark.parametrize(
    ("header", "limit"),
    [("Nachname", 200), ("Anrede", 50), ("PLZ", 20), ("Notiz", 10_000), ("Kundennummer", 200)],
)
def test_a_text_that_is_too_long_rejects_the_row(tmp_path: Path, header: str, limit: int) -> None:
    """One that just fits does not."""
    fits, too_long = read_csv(
        tmp_path, f"E-Mail;{header}\na@example.org;{'x' * limit}\nb@example.org;{'x' * (limit + 1)}\n"
    )

    assert fits.issues == ()
    assert too_long.rejected is True
    assert [(issue.code, issue.column, issue.facts) for issue in too_long.issues] == [
        (ImportIssueCode.TOO_LONG, 1, {"limit": limit, "length": limit + 1})
    ]


def test_a_cell_longer_than_excel_can_hold_refuses_the_file(tmp_path: Path) -> None:
    """Such a cell is no value but an accident."""
    path = tmp_path / "list.csv"
    path.write_text("Nachname;Schuhgröße\nVogt;123456\n", "utf-8")

    with pytest.raises(CellTooLong) as failure:
        rows_of(path, limits=Limits(cell_characters=5))

    assert failure.value == CellTooLong(limit=5, row=2, column=1)


def test_a_phone_of_our_own_sheet_keeps_its_plus(tmp_path: Path) -> None:
    """The apostrophe that guards it in Excel is no issue."""
    row = only_row(tmp_path, "Nachname;Handy\nVogt;'+49 151 23456789\n")

    assert row.phone is not None
    assert (row.phone.raw, row.phone.e164, row.issues) == ("+49 151 23456789", "+4915123456789", ())
