"""The export of customers into a file: how far it has come, and where the file is."""

from datetime import datetime

import strawberry

from schema.enums.customer_import import FileFormat
from schema.enums.user_error import UserErrorCode
from schema.job import Job
from schema.node import Node
from schema.scalars import URL


@strawberry.type(description="Why customers could not be exported.")
class ExportFailure:
    code: UserErrorCode = strawberry.field(description="The cause, to branch on.")
    message: str = strawberry.field(
        description="What is wrong and what to do about it, in the reader's language."
    )


@strawberry.type(description="The export of customers into a file that an import brings back unchanged.")
class CustomerExport(Node, Job):
    format: FileFormat = strawberry.field(description="The format of the file.")
    url: URL | None = strawberry.field(
        description="Where the file can be fetched until `expiresAt`, for as long as the caller may export;"
        " null before it is there and once it is gone, and for who may not export."
    )
    expires_at: datetime | None = strawberry.field(
        description="Until when the file is there; null before it is."
    )
    row_count: int | None = strawberry.field(
        description="How many customers the file holds; null before it is there."
    )
    byte_size: int | None = strawberry.field(
        description="The size of the file in bytes; null before it is there."
    )
    sha256: str | None = strawberry.field(
        description="The SHA-256 of the file, in hexadecimal digits; null before it is there."
    )
    failure: ExportFailure | None = strawberry.field(
        description="Why the export failed; null when it did not."
    )
