"""`api-key`: keys are made, listed and revoked; only a new one's secret is ever shown, and once."""

from argparse import ArgumentParser

from app.commands.chosen_merchant import chosen_merchant, take_merchant
from app.commands.command import Call, Command, Family
from app.database import migrated_pool
from domain.access import Role
from domain.errors import IdInvalid
from domain.ids import ApiKeyId, Kind, decode, encode
from services.api_keys import ApiKey, create_api_key, list_api_keys, merchant_of_api_key, revoke_api_key


async def _create(call: Call) -> None:
    role = Role(call.words.role.upper())
    async with migrated_pool(call.settings) as pool:
        merchant = await chosen_merchant(pool, call.words.merchant)
        key = await create_api_key(pool, merchant.id, role, call.words.name)
    call.say(key.secret)
    call.note(
        f"This is {encode(Kind.API_KEY, key.id)}, {role.lower()} of {merchant.name}. "
        "Keep the secret now: it is stored nowhere and never shown again."
    )


async def _list(call: Call) -> None:
    async with migrated_pool(call.settings) as pool:
        merchant = await chosen_merchant(pool, call.words.merchant)
        keys = await list_api_keys(pool, merchant.id)
    for key in keys:
        call.say(_line(key))
    if not keys:
        call.note(f"{merchant.name} has no keys.")


async def _revoke(call: Call) -> None:
    key_id = decode(call.words.key, Kind.API_KEY)
    if key_id is None:
        raise IdInvalid(field=("id",), value=call.words.key)
    async with migrated_pool(call.settings) as pool:
        merchant_id = await merchant_of_api_key(pool, ApiKeyId(key_id))
        await revoke_api_key(pool, merchant_id, ApiKeyId(key_id))
    call.note(f"{call.words.key} is revoked; within 5 seconds it opens nothing any more.")


def _line(key: ApiKey) -> str:
    state = "valid" if key.revoked_at is None else f"revoked {key.revoked_at:%Y-%m-%d}"
    made = f"made {key.created_at:%Y-%m-%d}"
    return f"{encode(Kind.API_KEY, key.id)}  {key.role.lower():<7}  {made}  {state:<18}  {key.name}"


def _take_new_key(parser: ArgumentParser) -> None:
    take_merchant(parser)
    roles = [role.lower() for role in Role]
    parser.add_argument("--role", required=True, choices=roles, help="what its holder may do")
    parser.add_argument("--name", default="Command line", help="who holds it (default: %(default)s)")


def _take_key(parser: ArgumentParser) -> None:
    parser.add_argument("key", help="its id: key_…")


API_KEY = Family(
    "api-key",
    "make, list and revoke the keys that open the API",
    (
        Command("create", "make a key and print its secret, this once", _create, _take_new_key),
        Command("list", "list the keys of a merchant, the oldest first", _list, take_merchant),
        Command("revoke", "let a key open nothing any more", _revoke, _take_key),
    ),
)
