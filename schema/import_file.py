"""What was found out about a file, and what in it needs a look."""

import strawberry

from schema.enums.customer_import import FileFormat
from schema.enums.import_issue import ImportIssueCode, IssueSeverity


@strawberry.type(description="How a file is written.")
class FileDialect:
    format: FileFormat = strawberry.field(description="The format of the file.")
    encoding: str | None = strawberry.field(description="The encoding of a file of text, such as `utf-8`.")
    bom: bool | None = strawberry.field(description="Whether a file of text begins with a byte order mark.")
    delimiter: str | None = strawberry.field(description="What stands between the cells of a CSV file.")
    decimal_separator: str | None = strawberry.field(
        description="What stands before the decimals of numbers that are texts; null when none tells."
    )
    header_row: int = strawberry.field(
        description="The row of the headers, counted from 1; 0 when there is none."
    )
    sheet: str | None = strawberry.field(description="The sheet of a workbook that is read.")
    sheets: list[str] = strawberry.field(description="All sheets of a workbook; empty for CSV.")


@strawberry.type(description="A column of a file and what it was taken for.")
class ImportColumn:
    index: int = strawberry.field(description="The place of the column, counted from 0.")
    header: str = strawberry.field(description="The header as it stands in the file.")
    target: str | None = strawberry.field(
        description="What it fills, such as `first_name` or the key of a custom field; null when unknown."
    )
    confidence: float = strawberry.field(description="How sure that is, from 0 to 1.")
    samples: list[str] = strawberry.field(
        description="The first values of the column, as long as the file is kept."
    )


@strawberry.type(description="What is to be said about a row or a cell of a file.")
class ImportIssue:
    row: int = strawberry.field(description="The row as the spreadsheet shows it, counted from 1.")
    column: int | None = strawberry.field(
        description="The column, counted from 0; null when it concerns the row."
    )
    header: str | None = strawberry.field(description="The header of the column.")
    field: list[str] | None = strawberry.field(description="The field of the customer that it concerns.")
    code: ImportIssueCode = strawberry.field(description="The cause.")
    severity: IssueSeverity = strawberry.field(description="How bad it is.")
    message: str = strawberry.field(
        description="What is wrong and what to do about it, in the reader's language."
    )
    raw_value: str | None = strawberry.field(description="What the cell holds.")
    suggestion: str | None = strawberry.field(description="What the cell could hold instead.")
