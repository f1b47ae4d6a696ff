"""Whether an import can be undone, and what undoing it has come to."""

from datetime import datetime

import strawberry

from domain.import_undo import KEPT_LISTED, UNDO_WINDOW
from schema.customer import Customer
from schema.enums.import_undo import UndoKeptReason

KEPT_DESCRIPTION = f"Who stays as it is, in the order of the file; at most {KEPT_LISTED}."


@strawberry.type(description="A customer who stays as it is when an import is undone.")
class UndoKept:
    customer: Customer = strawberry.field(description="The customer.")
    reason: UndoKeptReason = strawberry.field(description="Why.")
    message: str = strawberry.field(description="Why, in the reader's language.")


@strawberry.type(description="Whether an import can be undone, and what undoing it has come to so far.")
class ImportUndoState:
    available: bool = strawberry.field(description="Whether the import can be undone at this time.")
    until: datetime | None = strawberry.field(
        description=f"{UNDO_WINDOW.days} days after the import has ended; null before, and once undone."
    )
    reason: str | None = strawberry.field(
        description="Why the import can't be undone, in the reader's language; null when it can."
    )
    reversed: int | None = strawberry.field(
        description="How many customers are gone whom the import had made; null before."
    )
    restored: int | None = strawberry.field(
        description="How many customers have again what they had; null before."
    )
    kept_count: int | None = strawberry.field(description="How many customers stay as they are; null before.")
    kept: list[UndoKept] = strawberry.field(description=KEPT_DESCRIPTION)
