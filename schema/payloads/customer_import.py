"""What mutations of imports answer."""

import strawberry

from schema.customer_import import CustomerImport
from schema.import_undo import KEPT_DESCRIPTION, UndoKept
from schema.user_errors import InputUserError


@strawberry.type(description="What became of an import.")
class CustomerImportPayload:
    customer_import: CustomerImport | None = strawberry.field(
        description="The import; null when nothing was done."
    )
    user_errors: list[InputUserError] = strawberry.field(
        description="Why nothing was done; empty when it was."
    )


@strawberry.type(
    description="What became of an import that was to be undone. A large one is undone by a worker: then all"
    " is zero, and `customerImport.undo` tells how it goes on."
)
class UndoPayload:
    customer_import: CustomerImport | None = strawberry.field(
        description="The import; null when it can't be undone."
    )
    reversed: int = strawberry.field(description="How many customers are deleted whom the import had made.")
    restored: int = strawberry.field(description="How many customers get back what the import changed.")
    kept_count: int = strawberry.field(description="How many customers stay as they are.")
    kept: list[UndoKept] = strawberry.field(description=KEPT_DESCRIPTION)
    user_errors: list[InputUserError] = strawberry.field(
        description="Why nothing was done; empty when it was."
    )
