"""Whose data one sees, and as whom."""

import strawberry

from schema.actor import Actor
from schema.enums.access import Role
from schema.node import Node
from schema.scalars import CountryCode, CurrencyCode, LocaleTag


@strawberry.type(description="A business whose customers these are.")
class Merchant(Node):
    name: str = strawberry.field(description="The name of the business.")
    default_region: CountryCode = strawberry.field(
        description="The country in which telephone numbers without a country code are read."
    )
    default_currency: CurrencyCode = strawberry.field(description="The currency it usually charges.")
    default_locale: LocaleTag = strawberry.field(
        description="The language of messages when a customer's own is not known."
    )
    time_zone: str = strawberry.field(description="The time zone, such as `Europe/Zurich`.")


@strawberry.type(description="Who asks, and what they may do.")
class Viewer:
    merchant: Merchant = strawberry.field(description="The merchant whose data are seen.")
    actor: Actor = strawberry.field(description="Who asks.")
    role: Role = strawberry.field(description="What the caller is to the merchant.")
    permissions: list[str] = strawberry.field(description="What the caller may do, such as `customers:read`.")
