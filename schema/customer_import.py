"""The import of a file of customers: what it is, how far it has come and what came out."""

from typing import Annotated

import strawberry

from schema.arguments import with_arguments
from schema.enums.customer_import import FileFormat, ImportPhase, RowOutcome
from schema.enums.import_issue import IssueSeverity
from schema.enums.user_error import UserErrorCode
from schema.import_file import FileDialect, ImportColumn, ImportIssue
from schema.import_options import ImportOptions
from schema.import_plan import ImportCounts, ImportPlan
from schema.import_row import ImportRow
from schema.import_undo import ImportUndoState
from schema.job import Job
from schema.node import Node
from schema.page import BOTH_WAYS, Connection
from schema.scalars import URL

OfSeverity = Annotated[
    IssueSeverity | None,
    strawberry.argument(description="Only issues that are so bad; all of them when not given."),
]
OfOutcomes = Annotated[
    list[RowOutcome] | None,
    strawberry.argument(description="Only rows that come to one of these; all of them when not given."),
]
WithSeverity = Annotated[
    IssueSeverity | None,
    strawberry.argument(description="Only rows with an issue that is so bad; all of them when not given."),
]


InFormat = Annotated[
    FileFormat | None,
    strawberry.argument(
        description="CSV, XLS or XLSX; if not given that of the file, or XLSX for what can't be written."
    ),
]
OnlyRejected = Annotated[
    bool, strawberry.argument(description="Whether to leave out the rows that can be taken.")
]


@strawberry.type(description="Why a file as a whole could not be imported.")
class ImportFailure:
    code: UserErrorCode = strawberry.field(description="The cause, to branch on.")
    message: str = strawberry.field(
        description="What is wrong and what to do about it, in the reader's language."
    )


@strawberry.type(description="The import of a file of customers.")
class CustomerImport(Node, Job):
    phase: ImportPhase = strawberry.field(description="How far the import has come.")
    file_name: str = strawberry.field(description="The name of the file.")
    byte_size: int = strawberry.field(description="The size of the file in bytes.")
    sha256: str = strawberry.field(description="The SHA-256 of the file, in hexadecimal digits.")
    dialect: FileDialect | None = strawberry.field(
        description="How the file is written; null until it has been analysed."
    )
    columns: list[ImportColumn] = strawberry.field(
        description="The columns of the file; empty until it has been analysed."
    )
    options: ImportOptions = strawberry.field(description="What was decided about the import.")
    plan: ImportPlan | None = strawberry.field(
        description="What the import would do; null until that is known, and when it runs in one go."
    )
    counts: ImportCounts = strawberry.field(description="What became of the rows so far.")
    failure: ImportFailure | None = strawberry.field(
        description="Why the import failed as a whole; null when it did not."
    )
    report_url: URL | None = with_arguments(
        "Where the file can be fetched for an hour with what was found in each row, in the reader's language,"
        " to be corrected and uploaded again; null before it is analysed, and when it is no longer kept.",
        format=InFormat,
        only_rejected=(OnlyRejected, True),
    )
    undo: ImportUndoState = strawberry.field(
        description="Whether the import can be undone, and what undoing it has come to."
    )
    issues: Connection[ImportIssue] = with_arguments(
        "What is to be said about rows and cells, in the order of the file; none once it is no longer kept.",
        **BOTH_WAYS,
        severity=OfSeverity,
    )
    rows: Connection[ImportRow] = with_arguments(
        "The rows of the file with what they would come to, and after the commit with what they have come to;"
        " none until that is known, and once the file is no longer kept.",
        **BOTH_WAYS,
        outcome=OfOutcomes,
        severity=WithSeverity,
    )
