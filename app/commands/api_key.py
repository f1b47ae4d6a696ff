"""`api-key`: keys are made, listed, rotated and revoked; a new secret is shown, and once."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from app.commands.chosen_merchant import chosen_merchant, take_merchant
from app.commands.command import Call, Command, Family
from app.database import migrated_pool
from domain.access import Role
from domain.errors import IdInvalid
from domain.ids import ApiKeyId, Kind, decode, encode
from services.api_keys import (
    GRACE,
    GRACE_LIMIT,
    ApiKey,
    create_api_key,
    list_api_keys,
    merchant_of_api_key,
    revoke_api_key,
    rotate_api_key,
)


async def _create(call: Call) -> None:
    role = Role(call.words.role.upper())
    async with migrated_pool(call.settings) as pool:
        merchant = await chosen_merchant(pool, call.words.merchant)
        key = await create_api_key(pool, merchant.id, role, call.words.name, _end(call.words.days))
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


async def _rotate(call: Call) -> None:
    key_id = _key_id(call)
    async with migrated_pool(call.settings) as pool:
        merchant_id = await merchant_of_api_key(pool, key_id)
        key = await rotate_api_key(pool, merchant_id, key_id, timedelta(minutes=call.words.grace_minutes))
    call.say(key.secret)
    call.note(
        f"This is the new secret of {call.words.key}; the one before opens the same for "
        f"{call.words.grace_minutes} minutes more. Keep it now: it is stored nowhere and never shown again."
    )


async def _revoke(call: Call) -> None:
    key_id = _key_id(call)
    async with migrated_pool(call.settings) as pool:
        merchant_id = await merchant_of_api_key(pool, key_id)
        await revoke_api_key(pool, merchant_id, key_id)
    call.note(f"{call.words.key} is revoked; within 5 seconds it opens nothing any more.")


def _key_id(call: Call) -> ApiKeyId:
    key_id = decode(call.words.key, Kind.API_KEY)
    if key_id is None:
        raise IdInvalid(field=("id",), value=call.words.key)
    return ApiKeyId(key_id)


def _end(days: int | None) -> datetime | None:
    return None if days is None else datetime.now(UTC) + timedelta(days=days)


def _line(key: ApiKey) -> str:
    used = "never used" if key.last_used_at is None else f"used {key.last_used_at:%Y-%m-%d}"
    made = f"made {key.created_at:%Y-%m-%d}"
    id_ = encode(Kind.API_KEY, key.id)
    return f"{id_}  {key.role.lower():<7}  {made}  {used:<15}  {_state(key):<18}  {key.name}"


def _state(key: ApiKey) -> str:
    if key.revoked_at is not None:
        return f"revoked {key.revoked_at:%Y-%m-%d}"
    if key.expires_at is None:
        return "valid"
    return f"{'expired' if key.expires_at <= datetime.now(UTC) else 'until'} {key.expires_at:%Y-%m-%d}"


def _whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and lowest <= int(text[:10]) <= highest):
            raise ArgumentTypeError(f"{text!r} is not a whole number from {lowest} to {highest}")
        return int(text)

    return read


def _take_new_key(parser: ArgumentParser) -> None:
    take_merchant(parser)
    roles = [role.lower() for role in Role]
    parser.add_argument("--role", required=True, choices=roles, help="what its holder may do")
    parser.add_argument(
        "--days", type=_whole_number(1, 36_500), help="after how many days it opens nothing any more"
    )
    parser.add_argument("--name", default="Command line", help="who holds it (default: %(default)s)")


def _take_rotated_key(parser: ArgumentParser) -> None:
    _take_key(parser)
    parser.add_argument(
        "--grace-minutes",
        type=_whole_number(0, GRACE_LIMIT // timedelta(minutes=1)),
        default=GRACE // timedelta(minutes=1),
        help="for how long the secret before opens the same (default: %(default)s)",
    )


def _take_key(parser: ArgumentParser) -> None:
    parser.add_argument("key", help="its id: key_…")


API_KEY = Family(
    "api-key",
    "make, list, rotate and revoke the keys that open the API",
    (
        Command("create", "make a key and print its secret, this once", _create, _take_new_key),
        Command("list", "list the keys of a merchant, the oldest first", _list, take_merchant),
        Command("rotate", "give a key a new secret and print it, this once", _rotate, _take_rotated_key),
        Command("revoke", "let a key open nothing any more", _revoke, _take_key),
    ),
)
