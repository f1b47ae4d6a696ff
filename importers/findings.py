"""What is found in one cell, before it is known where the cell stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.issues import ImportIssueCode, IssueSeverity


@dataclass(frozen=True, slots=True)
class Finding:
    """An issue without its place. `suggestion` is what the cell should hold instead, if we know."""

    code: ImportIssueCode
    severity: IssueSeverity = IssueSeverity.WARNING
    suggestion: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
