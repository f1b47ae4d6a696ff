"""By what one value can be chosen: texts, sets of ids, and ranges."""

from datetime import datetime
from decimal import Decimal

import strawberry

from schema.inputs.optional import optional
from schema.scalars import JSON, CurrencyCode


@strawberry.input(description="Ids of which one must, or none may, be there.")
class IdSetInput:
    any: list[strawberry.ID] | None = optional("One of these.")
    none: list[strawberry.ID] | None = optional("None of these.")


@strawberry.input(description="What a text must be; every condition given must hold.")
class StringFilterInput:
    eq: str | None = optional("Exactly this text.")
    in_: list[str] | None = optional("One of these texts.", name="in")
    contains: str | None = optional("This text somewhere in it, without regard to case and accents.")
    starts_with: str | None = optional("This text at its beginning, without regard to case and accents.")
    is_null: bool | None = optional("True: there is no text. False: there is one.")


@strawberry.input(description="A span of time.")
class DateTimeRangeInput:
    gte: datetime | None = optional("At this time or later.")
    lt: datetime | None = optional("Before this time.")


@strawberry.input(description="A span of whole numbers.")
class IntRangeInput:
    gte: int | None = optional("This number or more.")
    lte: int | None = optional("This number or less.")


@strawberry.input(description="A span of decimal numbers.")
class DecimalRangeInput:
    gte: Decimal | None = optional("This number or more.")
    lte: Decimal | None = optional("This number or less.")


@strawberry.input(description="A span of sums of money in one currency.")
class MoneyRangeInput:
    currency: CurrencyCode = strawberry.field(description="The currency; sums in others do not count.")
    gte: Decimal | None = optional("This amount or more.")
    lte: Decimal | None = optional("This amount or less.")


@strawberry.input(description="What a custom field must hold; every condition given must hold.")
class CustomFieldFilterInput:
    key: str = strawberry.field(description="The key of the custom field.")
    eq: JSON | None = optional("Exactly this value.")
    in_: list[JSON] | None = optional("One of these values.", name="in")
    is_null: bool | None = optional("True: there is no value. False: there is one.")
