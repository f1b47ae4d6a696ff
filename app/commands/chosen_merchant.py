"""Which merchant `--merchant` means, and as whom a command acts for it."""

from argparse import ArgumentParser

from app.cannot_start import CannotStart
from db.connect import Pool
from domain.access import Role
from domain.caller import Caller
from domain.errors import MerchantNotFound
from domain.ids import Kind, encode
from domain.locale import Locale, language_of
from services.merchants import Merchant, find_merchants


class MerchantAmbiguous(CannotStart):
    """Several merchants have the name that was given."""


def take_merchant(parser: ArgumentParser) -> None:
    """Let a command be about one merchant."""
    parser.add_argument("--merchant", required=True, help="its id (mer_…) or its name")


async def chosen_merchant(pool: Pool, given: str) -> Merchant:
    """Return the merchant with this id or name.

    Errors: MerchantNotFound at merchant_id; MerchantAmbiguous with the ids to choose from.
    """
    found = await find_merchants(pool, given)
    if not found:
        raise MerchantNotFound(field=("merchant_id",))
    if len(found) > 1:
        ids = ", ".join(encode(Kind.MERCHANT, merchant.id) for merchant in found)
        raise MerchantAmbiguous(f"--merchant: {len(found)} merchants have this name. Give the id: {ids}.")
    return found[0]


def caller_for(merchant: Merchant, language: str | None) -> Caller:
    """Return who does what a command does: whoever runs it could read and write the database itself.

    Spoken to in `language`, one of ours, or else in the merchant's.
    """
    return Caller(
        merchant_id=merchant.id,
        actor="system",
        role=Role.OWNER,
        merchant_name=merchant.name,
        region=merchant.region,
        currency=merchant.currency,
        locale=merchant.locale,
        language=Locale(language) if language else language_of(merchant.locale) or Locale.EN,
    )
