"""What an import would do, and what it has done, in numbers."""

import strawberry

from schema.readiness import BlockerCount


@strawberry.type(
    description="What becomes of rows: created, updated, unchanged, skipped and rejected add up to `rows`."
)
class ImportCounts:
    rows: int = strawberry.field(
        description="How many rows it is known of what becomes of them; in the end, all rows with data."
    )
    created: int = strawberry.field(description="How many become new customers.")
    updated: int = strawberry.field(description="How many change a customer.")
    unchanged: int = strawberry.field(description="How many say what was known already.")
    skipped: int = strawberry.field(
        description="How many are left out: the options say so, or the import was called off."
    )
    rejected: int = strawberry.field(description="How many can't be taken.")
    warnings: int = strawberry.field(description="How many issues are warnings.")


@strawberry.type(description="What an import would do if it were committed now.")
class ImportPlan:
    digest: str = strawberry.field(
        description="What `customerImportCommit` takes: another plan has another digest."
    )
    counts: ImportCounts = strawberry.field(description="What would become of the rows.")
    groups_to_create: list[str] = strawberry.field(
        description="The names of the groups that would be made, the first 1,000 of them."
    )
    custom_fields_to_create: list[str] = strawberry.field(
        description="The labels of the custom fields that would be made of columns."
    )
    group_moves: int = strawberry.field(description="How many customers would go from one group to another.")
    not_ready_after: list[BlockerCount] = strawberry.field(
        description="Why requests would still not reach customers of the file, with how many there would be."
    )
