"""What mutations of exports answer."""

import strawberry

from schema.customer_export import CustomerExport
from schema.user_errors import InputUserError


@strawberry.type(description="What became of an export.")
class CustomerExportPayload:
    customer_export: CustomerExport | None = strawberry.field(
        description="The export; null when nothing was done."
    )
    user_errors: list[InputUserError] = strawberry.field(
        description="Why nothing was done; empty when it was."
    )
