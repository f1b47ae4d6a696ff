"""Lists of imports, the newest first, and of what was found in their files, in the file's order."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from db.plan.build import Build
from db.plan.filters.values import one_of_words
from db.plan.limits import given
from db.plan.listed import DefaultOrder, Listed, no_filters, sorted_by
from db.plan.nodes import Condition
from db.plan.ordering import Key
from db.plan.row import Row
from db.plan.selection import Field, word
from db.tables import CustomerImport, ImportIssue


def _of_severity(build: Build, row: Row, field: Field) -> Sequence[Condition]:
    del build
    if not given(field.arguments, "severity"):
        return ()
    return (one_of_words(row[ImportIssue.severity], [word(field.arguments["severity"])]),)


IMPORTS = Listed(
    "CustomerImport",
    CustomerImport,
    no_filters,
    sorted_by(
        "imports",
        {
            "CREATED_AT": (
                Key(datetime, lambda row: row[CustomerImport.created_at]),
                Key(UUID, lambda row: row[CustomerImport.id]),
            )
        },
        DefaultOrder("CREATED_AT", descending=True),
    ),
)

ISSUES = Listed(
    "ImportIssue",
    ImportIssue,
    _of_severity,
    sorted_by(
        "issues",
        {
            "ROW": (
                Key(int, lambda row: row[ImportIssue.row]),
                Key(int, lambda row: row[ImportIssue.position]),
            )
        },
        DefaultOrder("ROW", descending=False),
    ),
)
