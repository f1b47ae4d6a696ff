"""What mutations of imports answer."""

import strawberry

from schema.customer_import import CustomerImport
from schema.user_errors import InputUserError


@strawberry.type(description="What became of an import.")
class CustomerImportPayload:
    customer_import: CustomerImport | None = strawberry.field(
        description="The import; null when nothing was done."
    )
    user_errors: list[InputUserError] = strawberry.field(
        description="Why nothing was done; empty when it was."
    )
