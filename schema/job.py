"""Work that goes on after the answer, and how far it has come."""

from datetime import datetime

import strawberry

from schema.enums.customer_import import JobStatus
from schema.node import Typed


@strawberry.type(description="How far a job has come.")
class Progress:
    done: int = strawberry.field(description="How many steps are done, such as rows of a file.")
    total: int | None = strawberry.field(
        description="How many steps there are, about at first; null while not known."
    )
    fraction: float | None = strawberry.field(description="From 0 to 1; null while the total is not known.")


@strawberry.interface(description="Work that goes on after the answer.")
class Job(Typed):
    id: strawberry.ID = strawberry.field(description="The id: a prefix for the kind, and a UUID.")
    status: JobStatus = strawberry.field(description="Where the job stands.")
    progress: Progress = strawberry.field(description="How far it has come.")
    created_at: datetime = strawberry.field(description="When it was asked for.")
    started_at: datetime | None = strawberry.field(description="When it began; null before.")
    finished_at: datetime | None = strawberry.field(description="When it ended; null before.")
