"""A sum of money as it is given."""

from decimal import Decimal

import strawberry

from schema.scalars import CurrencyCode


@strawberry.input(description="A sum of money.")
class MoneyInput:
    amount: Decimal = strawberry.field(description="The amount, with no more decimals than the currency has.")
    currency: CurrencyCode = strawberry.field(description="The currency.")
