"""The descriptions of arguments that several root fields share."""

from typing import Annotated

import strawberry

from schema.enums.customer import GroupConflictPolicy
from schema.inputs.customer_where import CustomerSelector

CustomerIdArgument = Annotated[strawberry.ID, strawberry.argument(description="The id of the customer.")]
GroupIdArgument = Annotated[strawberry.ID, strawberry.argument(description="The id of the group.")]
PaymentIdArgument = Annotated[strawberry.ID, strawberry.argument(description="The id of the payment.")]
RequestIdArgument = Annotated[
    strawberry.ID, strawberry.argument(description="The id of the payment request.")
]
FieldIdArgument = Annotated[strawberry.ID, strawberry.argument(description="The id of the custom field.")]
ImportIdArgument = Annotated[strawberry.ID, strawberry.argument(description="The id of the import.")]
ExportIdArgument = Annotated[strawberry.ID, strawberry.argument(description="The id of the export.")]
BatchIdArgument = Annotated[strawberry.ID, strawberry.argument(description="The id of the batch.")]
JobIdArgument = Annotated[
    strawberry.ID, strawberry.argument(description="The id of the job, e.g. an import.")
]
AnyId = Annotated[strawberry.ID, strawberry.argument(description="An id, whatever it names.")]
AnyIds = Annotated[list[strawberry.ID], strawberry.argument(description="Up to 250 ids, whatever they name.")]
DryRun = Annotated[
    bool, strawberry.argument(description="Whether to tell only what would happen, and change nothing.")
]
ExpectedVersion = Annotated[
    int | None,
    strawberry.argument(
        description="The version that is to be changed; when it has moved on, nothing is done."
    ),
]
Strict = Annotated[
    bool,
    strawberry.argument(
        description="Whether to refuse a phone number or e-mail address that is not valid, "
        "instead of keeping it as written and showing it in `readiness`."
    ),
]

OnConflict = Annotated[
    GroupConflictPolicy,
    strawberry.argument(description="What happens to customers who are in another group."),
]
Select = Annotated[CustomerSelector, strawberry.argument(description="Which customers.")]
GroupSearch = Annotated[
    str | None,
    strawberry.argument(description="A part of the name, without regard to case, accents and spaces."),
]

ONE_CUSTOMER: dict[str, object] = {
    "id": Annotated[strawberry.ID | None, strawberry.argument(description="The id of the customer.")],
    "external_reference": Annotated[
        str | None, strawberry.argument(description="The merchant's own number for the customer.")
    ],
    "phone": Annotated[str | None, strawberry.argument(description="The telephone number, in any notation.")],
    "email": Annotated[str | None, strawberry.argument(description="The e-mail address.")],
}

ONE_GROUP: dict[str, object] = {
    "id": Annotated[strawberry.ID | None, strawberry.argument(description="The id of the group.")],
    "name": Annotated[
        str | None,
        strawberry.argument(description="The name, without regard to case, accents and spaces."),
    ],
}
