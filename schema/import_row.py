"""A row of a file: what stands in it, what was understood, and what it comes to."""

import strawberry

from schema.customer import Customer
from schema.enums.customer_import import RowOutcome
from schema.import_file import ImportIssue
from schema.scalars import JSON


@strawberry.type(description="A cell of a row.")
class ImportCell:
    column: int = strawberry.field(description="The place of the column, counted from 0.")
    raw: str | None = strawberry.field(
        description="What stands in the file; null where the row has no such cell."
    )
    normalized: str | None = strawberry.field(
        description="What was understood, such as a number in E.164; null for a blank cell, when nothing"
        " could be read, and when the column is left out."
    )


@strawberry.type(description="A field that a row changes.")
class FieldChange:
    field: str = strawberry.field(
        description="The field in the words of `ImportColumn.target`, such as `first_name` or the key of a"
        " custom field."
    )
    before: JSON | None = strawberry.field(description="What the customer had; a group by its name.")
    after: JSON | None = strawberry.field(description="What the customer has then; a group by its name.")


@strawberry.type(description="A row of the file with data in it.")
class ImportRow:
    number: int = strawberry.field(description="The row as the spreadsheet shows it, counted from 1.")
    outcome: RowOutcome = strawberry.field(description="What the row comes to.")
    cells: list[ImportCell] = strawberry.field(
        description="The cells from left to right; none when the file is no longer kept."
    )
    issues: list[ImportIssue] = strawberry.field(description="What is to be said about the row.")
    changes: list[FieldChange] = strawberry.field(
        description="What the row changes about a customer who was there; empty for all others."
    )
    customer: Customer | None = strawberry.field(
        description="Whom the row means; null for who is not there yet, or no longer."
    )
