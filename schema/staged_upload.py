"""Where a file can be sent that is too large to come with a request."""

from datetime import datetime

import strawberry

from schema.scalars import URL
from schema.user_errors import InputUserError


@strawberry.type(description="A header that a request has to carry.")
class RequestHeader:
    name: str = strawberry.field(description="The name of the header.")
    value: str = strawberry.field(description="The value of the header.")


@strawberry.type(
    description="A file that is expected. It is sent as the body of one request, which needs no API key: the"
    " address is the permission."
)
class StagedUpload:
    id: strawberry.ID = strawberry.field(
        description="What to give as `stagedUploadId` once the file is sent."
    )
    url: URL = strawberry.field(description="The address to send the file to.")
    method: str = strawberry.field(description="The method of the request.")
    headers: list[RequestHeader] = strawberry.field(description="The headers of the request.")
    expires_at: datetime = strawberry.field(description="Until when the request has to begin.")
    max_bytes: int = strawberry.field(
        description="How many bytes are taken: as many as were announced, no more and no fewer."
    )


@strawberry.type(description="What became of the announcement of a file.")
class StagedUploadPayload:
    staged_upload: StagedUpload | None = strawberry.field(
        description="Where to send the file; null when it can't be taken."
    )
    user_errors: list[InputUserError] = strawberry.field(
        description="Why the file can't be taken; empty when it can."
    )
