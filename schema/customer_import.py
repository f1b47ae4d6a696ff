"""The import of a file of customers: what it is, how far it has come and what came out."""

from typing import Annotated

import strawberry

from schema.arguments import with_arguments
from schema.enums.customer_import import ImportPhase
from schema.enums.import_issue import IssueSeverity
from schema.enums.user_error import UserErrorCode
from schema.import_file import FileDialect, ImportColumn, ImportIssue
from schema.import_options import ImportOptions
from schema.import_undo import ImportUndoState
from schema.job import Job
from schema.node import Node
from schema.page import BOTH_WAYS, Connection

OfSeverity = Annotated[
    IssueSeverity | None,
    strawberry.argument(description="Only issues that are so bad; all of them when not given."),
]


@strawberry.type(
    description="What became of the rows: created, updated, unchanged, skipped and rejected add up to `rows`."
)
class ImportCounts:
    rows: int = strawberry.field(description="How many rows with data the file has, as far as it was read.")
    created: int = strawberry.field(description="How many became new customers.")
    updated: int = strawberry.field(description="How many changed a customer.")
    unchanged: int = strawberry.field(description="How many say what was known already.")
    skipped: int = strawberry.field(description="How many were left out, as the options say.")
    rejected: int = strawberry.field(description="How many can't be taken.")
    warnings: int = strawberry.field(description="How many issues are warnings.")


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
    counts: ImportCounts = strawberry.field(description="What became of the rows so far.")
    failure: ImportFailure | None = strawberry.field(
        description="Why the import failed as a whole; null when it did not."
    )
    undo: ImportUndoState = strawberry.field(
        description="Whether the import can be undone, and what undoing it has come to."
    )
    issues: Connection[ImportIssue] = with_arguments(
        "What is to be said about rows and cells, in the order of the file.",
        **BOTH_WAYS,
        severity=OfSeverity,
    )
