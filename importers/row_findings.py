"""What is found in the cells of a row becomes issues with a place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.columns import path_of
from domain.issues import ImportIssueCode, Issue, IssueSeverity
from importers.clean import storable
from importers.findings import Finding
from importers.headers import FileColumn

_RAW_CHARACTERS = 500  # enough to find the cell again; a report is stored


@dataclass(slots=True)
class RowFindings:
    """The issues of one row, as they are found."""

    row: int
    issues: list[Issue] = field(default_factory=list)

    def at_row(self, code: ImportIssueCode, severity: IssueSeverity, **facts: object) -> None:
        """Add what concerns the row as a whole."""
        self.issues.append(Issue(row=self.row, code=code, severity=severity, facts=facts))

    def at_cell(self, column: FileColumn, raw: str, findings: Sequence[Finding]) -> None:
        """Add what was found in one cell; `raw` is its text."""
        if findings:
            self.issues.extend(self._placed(column, raw, finding) for finding in findings)

    def ordered(self) -> tuple[Issue, ...]:
        """Return the issues from left to right, those of the whole row first."""
        return tuple(sorted(self.issues, key=lambda issue: -1 if issue.column is None else issue.column))

    def _placed(self, column: FileColumn, raw: str, finding: Finding) -> Issue:
        return Issue(
            row=self.row,
            code=finding.code,
            severity=finding.severity,
            column=column.index,
            header=column.header,
            field=path_of(column.target) if column.target else (),
            raw_value=storable(raw[:_RAW_CHARACTERS]),
            suggestion=finding.suggestion,
            facts=finding.facts,
        )
