"""`merchant`: merchants are made here, since nobody who asks the API could be allowed to."""

from argparse import ArgumentParser

from app.commands.command import Call, Command, Family
from app.database import migrated_pool
from domain.ids import Kind, encode
from services.merchants import create_merchant


async def _create(call: Call) -> None:
    words = call.words
    async with migrated_pool(call.settings) as pool:
        merchant_id = await create_merchant(
            pool,
            words.name,
            region=words.region,
            currency=words.currency,
            locale=words.locale,
            time_zone=words.time_zone,
        )
    call.say(encode(Kind.MERCHANT, merchant_id))
    call.note("A key for it: python -m app api-key create --merchant … --role owner")


def _take_words(parser: ArgumentParser) -> None:
    parser.add_argument("--name", required=True, help="what the business is called")
    parser.add_argument("--region", required=True, help="where it is, e.g. DE: how phone numbers are read")
    parser.add_argument("--currency", required=True, help="what it is paid in, e.g. EUR")
    parser.add_argument("--locale", required=True, help="its language and country, e.g. de-DE")
    parser.add_argument("--time-zone", required=True, help="its time zone, e.g. Europe/Berlin")


MERCHANT = Family(
    "merchant",
    "make merchants",
    (Command("create", "make a merchant and print its id", _create, _take_words),),
)
