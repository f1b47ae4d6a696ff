"""A sum of money is an amount, its currency, and how people write it."""

from decimal import Decimal
from typing import Annotated

import strawberry

from schema.arguments import with_arguments
from schema.scalars import CurrencyCode, LocaleTag

InLocale = Annotated[
    LocaleTag | None,
    strawberry.argument(description="In which language and region; the merchant's when not given."),
]


@strawberry.type(description="A sum of money.")
class Money:
    amount: Decimal = strawberry.field(
        description="The amount, with as many decimals as the currency has, such as `12.50`."
    )
    currency: CurrencyCode = strawberry.field(description="The currency.")
    formatted: str = with_arguments(
        "The sum as people write it, such as `12,50 €` in German.", locale=InLocale
    )
