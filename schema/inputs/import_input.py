"""A file to import, and what is decided about it."""

import strawberry

from schema.enums.customer import GroupConflictPolicy, MatchKey
from schema.enums.customer_import import (
    EmptyCellPolicy,
    ErrorPolicy,
    OnMatch,
    UnknownColumnPolicy,
    UnknownGroupPolicy,
)
from schema.inputs.optional import optional
from schema.scalars import CountryCode, Upload


@strawberry.input(one_of=True, description="Where the file comes from.")
class ImportSourceInput:
    file: Upload | None = optional("A file that is sent with the request.")
    staged_upload_id: strawberry.ID | None = optional(
        "The id of a file that was sent to the address of `stagedUploadCreate`; it stays for a day."
    )


@strawberry.input(description="How a file is written, where that can't be told or was told wrongly.")
class DialectInput:
    encoding: str | None = optional("The encoding of a file of text, such as `windows-1252`.")
    delimiter: str | None = optional("What stands between the cells of a CSV file.")
    header_row: int | None = optional("The row of the headers, counted from 1; 0 when there is none.")
    sheet: str | None = optional("The sheet of a workbook that is to be read.")


@strawberry.input(description="What a column means.")
class ColumnMappingInput:
    column: int = strawberry.field(description="The place of the column, counted from 0.")
    target: str | None = optional(
        "What it means, such as `first_name` or the key of a custom field; null leaves the column out."
    )


@strawberry.input(description="What is decided about an import; what is left out has a default.")
class ImportOptionsInput:
    match_on: list[MatchKey] | None = optional(
        "By what a row finds a customer who is there already, in this order."
    )
    on_match: OnMatch | None = optional("What a row does to a customer who is there already.")
    empty_cells: EmptyCellPolicy | None = optional("What an empty cell does to a value.")
    unknown_groups: UnknownGroupPolicy | None = optional(
        "What happens when a row names a group that is not there."
    )
    group_conflict: GroupConflictPolicy | None = optional(
        "What happens to a customer who is in another group than the row says."
    )
    error_policy: ErrorPolicy | None = optional("What happens to the other rows when some can't be taken.")
    default_region: CountryCode | None = optional(
        "The country in which numbers without a country code are read; the merchant's when left out."
    )
    unknown_columns: UnknownColumnPolicy | None = optional(
        "What happens to columns whose headers mean nothing to us."
    )
    group_id: strawberry.ID | None = optional("The group that all customers of the file join.")
