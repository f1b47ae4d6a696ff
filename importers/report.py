"""What a file came to: how many rows, and what was wrong with which."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from domain.issues import ImportIssueCode, Issue, IssueSeverity
from importers.customer_row import CustomerRow


@dataclass(slots=True)
class Report:
    """Counts everything, and keeps the first `limit` issues: a million rows can have a million.

    Blank rows and the template's examples are no rows. `warnings` counts issues, `rejected` rows.
    """

    limit: int
    rows: int = 0
    rejected: int = 0
    warnings: int = 0
    by_code: Counter[ImportIssueCode] = field(default_factory=Counter)
    issues: list[Issue] = field(default_factory=list)

    def watch(self, rows: Iterable[CustomerRow]) -> Iterator[CustomerRow]:
        """Yield the rows as they are, each counted."""
        for row in rows:
            self.rows += 1
            if row.issues:
                self._add(row)
            yield row

    def _add(self, row: CustomerRow) -> None:
        self.rejected += row.rejected
        self.warnings += sum(issue.severity is IssueSeverity.WARNING for issue in row.issues)
        self.by_code.update(issue.code for issue in row.issues)
        self.issues.extend(row.issues[: max(0, self.limit - len(self.issues))])
