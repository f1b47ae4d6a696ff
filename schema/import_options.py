"""What was decided about an import."""

import strawberry

from schema.enums.customer import GroupConflictPolicy, MatchKey
from schema.enums.customer_import import (
    EmptyCellPolicy,
    ErrorPolicy,
    OnMatch,
    UnknownColumnPolicy,
    UnknownGroupPolicy,
)
from schema.scalars import CountryCode


@strawberry.type(description="What was decided about an import.")
class ImportOptions:
    match_on: list[MatchKey] = strawberry.field(
        description="By what a row finds a customer who is there already, in this order."
    )
    on_match: OnMatch = strawberry.field(description="What a row does to a customer who is there already.")
    empty_cells: EmptyCellPolicy = strawberry.field(description="What an empty cell does to a value.")
    unknown_groups: UnknownGroupPolicy = strawberry.field(
        description="What happens when a row names a group that is not there."
    )
    group_conflict: GroupConflictPolicy = strawberry.field(
        description="What happens to a customer who is in another group than the row says."
    )
    error_policy: ErrorPolicy = strawberry.field(
        description="What happens to the other rows when some can't be taken."
    )
    default_region: CountryCode = strawberry.field(
        description="The country in which telephone numbers without a country code are read."
    )
    unknown_columns: UnknownColumnPolicy = strawberry.field(
        description="What happens to columns whose headers mean nothing to us."
    )
    group_id: strawberry.ID | None = strawberry.field(
        description="The group that all customers of the file join; null when the file says it."
    )
