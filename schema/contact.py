"""How a customer can be reached: phone, further contacts, address."""

import strawberry

from schema.enums.customer import Channel, PhoneType
from schema.scalars import CountryCode, PhoneNumber


@strawberry.type(description="A telephone number: what was written, and what it means.")
class Phone:
    raw: str = strawberry.field(description="The number as it was written.")
    e164: PhoneNumber | None = strawberry.field(
        description="The number in E.164, such as `+41446681800`; null when it is not valid."
    )
    national: str | None = strawberry.field(
        description="The number as written within its country; null when it is not valid."
    )
    international: str | None = strawberry.field(
        description="The number as written abroad; null when it is not valid."
    )
    region: CountryCode | None = strawberry.field(
        description="The country of the number; null when it can't be told."
    )
    type: PhoneType = strawberry.field(description="What kind of line the number is.")
    valid: bool = strawberry.field(description="Whether the number can exist.")


@strawberry.type(description="A further telephone number or e-mail address of a customer.")
class ContactPoint:
    id: strawberry.ID = strawberry.field(description="The id of the contact.")
    channel: Channel = strawberry.field(description="Whether it is a number or an address.")
    value: str = strawberry.field(description="The number or address as it was written.")
    label: str | None = strawberry.field(description="What it is for, such as `Office`.")


@strawberry.type(description="A postal address.")
class PostalAddress:
    line1: str | None = strawberry.field(description="Street and number.")
    line2: str | None = strawberry.field(description="What else the post needs.")
    postal_code: str | None = strawberry.field(description="The postal code.")
    city: str | None = strawberry.field(description="The town.")
    region: str | None = strawberry.field(description="The state, canton or province.")
    country: CountryCode | None = strawberry.field(description="The country.")
