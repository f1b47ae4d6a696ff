"""Why a mutation was refused: one shape for all, and one that names the customer in the way."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.enums.user_error import UserErrorCode
from schema.node import Typed

if TYPE_CHECKING:
    from schema.customer import Customer


@strawberry.interface(description="Why something was refused, for the one who asked for it.")
class UserError(Typed):
    field: list[str] | None = strawberry.field(
        description="The path of the argument or input field; null when it concerns the whole request."
    )
    message: str = strawberry.field(
        description="What is wrong and what to do about it, in the reader's language."
    )
    code: UserErrorCode = strawberry.field(description="The cause, to branch on.")


@strawberry.type(description="Why something was refused.")
class InputUserError(UserError):
    pass


@strawberry.type(description="Why a customer could not be saved.")
class CustomerUserError(UserError):
    existing: Annotated["Customer", strawberry.lazy("schema.customer")] | None = strawberry.field(
        default=None,
        description="The customer who already has this phone, e-mail address or external reference.",
    )
