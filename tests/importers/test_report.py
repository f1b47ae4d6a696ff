"""What a file came to: how many rows, and what was wrong with which."""

from pathlib import Path

from domain.issues import ImportIssueCode
from importers.pipeline import open_file, read_rows
from importers.report import Report
from tests.importers.reading import FILES


def test_a_report_counts_all_and_keeps_the_first_issues() -> None:
    """Rows pass through it as they are."""
    analysis = open_file(FILES / "kunden_excel_de.csv")
    report = Report(limit=3)

    rows = list(report.watch(read_rows(analysis, region="DE")))

    assert rows == list(read_rows(analysis, region="DE"))
    assert (report.rows, report.rejected, report.warnings) == (6, 2, 2)
    assert report.by_code == {
        ImportIssueCode.PHONE_SCIENTIFIC_PRECISION_LOST: 1,
        ImportIssueCode.PHONE_INVALID: 1,
        ImportIssueCode.EMAIL_INVALID: 1,
        ImportIssueCode.PHONE_LEADING_ZERO_RESTORED: 1,
        ImportIssueCode.ROW_LENGTH_MISMATCH: 1,
    }
    assert [(issue.row, issue.code) for issue in report.issues] == [
        (4, ImportIssueCode.PHONE_SCIENTIFIC_PRECISION_LOST),
        (6, ImportIssueCode.PHONE_INVALID),
        (6, ImportIssueCode.EMAIL_INVALID),
    ]


def test_examples_and_blank_rows_are_counted_nowhere(tmp_path: Path) -> None:
    """They are no rows."""
    path = tmp_path / "list.csv"
    path.write_text("Kundennummer;Vorname;Nachname\n;;\nBEISPIEL-1;Anna;Muster\nK1;Ida;Vogt\n", "utf-8")
    report = Report(limit=10)

    rows = list(report.watch(read_rows(open_file(path), region="DE")))

    assert [row.external_reference for row in rows] == ["K1"]
    assert (report.rows, report.rejected, report.warnings) == (1, 0, 1)
