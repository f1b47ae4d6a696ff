"""A secret becomes a caller, or nobody."""

import re

import pytest

from db.connect import Pool
from domain.access import Role
from domain.caller import Caller
from domain.errors import ApiKeyNotFound, MerchantNotFound, Required
from domain.ids import ApiKeyId, Kind, MerchantId, encode, new_id
from domain.locale import Locale
from services.api_keys import create_api_key, list_api_keys, revoke_api_key
from services.authentication import STRANGERS_LIMIT, Authenticator, holder_of
from tests.factories import Shop


class Clock:
    """Time that passes when it is told to, in seconds."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def test_who_holds_a_secret_is_its_caller(pool: Pool, shop: Shop) -> None:
    key = await create_api_key(pool, shop.caller.merchant_id, Role.MANAGER, "Kasse 7")

    caller = await Authenticator(pool).authenticate(key.secret)

    assert re.fullmatch(r"kontor_[\w-]{43}", key.secret)
    assert caller == Caller(
        merchant_id=shop.caller.merchant_id,
        actor=encode(Kind.API_KEY, key.id),
        role=Role.MANAGER,
        merchant_name="Laden",
        region="DE",
        currency="EUR",
        locale="de-DE",
        language=Locale.DE,
    )


@pytest.mark.parametrize("secret", ["", "kontor_", "kontor_" + "A" * 43, "\0", "\ud800", "x" * 100_000])
async def test_a_made_up_secret_is_nobody(pool: Pool, secret: str) -> None:
    assert await Authenticator(pool).authenticate(secret) is None


async def test_a_secret_is_stored_nowhere(pool: Pool, shop: Shop) -> None:
    key = await create_api_key(pool, shop.caller.merchant_id, Role.OWNER, "Kasse 7")

    [row] = await pool.fetch("select api_key::text as stored from api_key where id = $1", key.id)

    assert key.secret.removeprefix("kontor_") not in row["stored"]


async def test_a_revoked_key_opens_nothing_after_four_seconds(pool: Pool, shop: Shop) -> None:
    """Within them it may: that is what is not asked for again."""
    clock = Clock()
    authenticator = Authenticator(pool, clock)
    key = await create_api_key(pool, shop.caller.merchant_id, Role.OWNER, "Kasse 7")
    caller = await authenticator.authenticate(key.secret)
    await revoke_api_key(pool, shop.caller.merchant_id, key.id)

    clock.now += 3.9
    assert await authenticator.authenticate(key.secret) == caller
    clock.now += 0.1
    assert await authenticator.authenticate(key.secret) is None
    assert await Authenticator(pool).authenticate(key.secret) is None


async def test_strangers_drive_no_caller_out_and_do_not_pile_up(pool: Pool, shop: Shop) -> None:
    clock = Clock()
    authenticator = Authenticator(pool, clock)
    key = await create_api_key(pool, shop.caller.merchant_id, Role.OWNER, "Kasse 7")
    caller = await authenticator.authenticate(key.secret)
    await revoke_api_key(pool, shop.caller.merchant_id, key.id)

    for number in range(STRANGERS_LIMIT + 50):
        assert await authenticator.authenticate(f"kontor_{number}") is None

    assert await authenticator.authenticate(key.secret) == caller  # remembered, for the key is revoked
    assert authenticator.size == STRANGERS_LIMIT + 1


async def test_keys_are_listed_with_what_became_of_them(pool: Pool, shop: Shop, other: Shop) -> None:
    merchant = shop.caller.merchant_id
    till = await create_api_key(pool, merchant, Role.MANAGER, " Kasse  7 ")
    await create_api_key(pool, merchant, Role.VIEWER, "Büro")
    await create_api_key(pool, other.caller.merchant_id, Role.OWNER, "Fremd")
    await revoke_api_key(pool, merchant, till.id)
    [revoked, _] = await list_api_keys(pool, merchant)
    await revoke_api_key(pool, merchant, till.id)

    keys = await list_api_keys(pool, merchant)

    assert [(key.name, key.role, key.revoked_at is None) for key in keys] == [
        ("Kasse 7", Role.MANAGER, False),
        ("Büro", Role.VIEWER, True),
    ]
    assert keys[0].revoked_at == revoked.revoked_at


async def test_a_foreign_key_is_as_an_unknown_one(pool: Pool, shop: Shop, other: Shop) -> None:
    theirs = await create_api_key(pool, other.caller.merchant_id, Role.OWNER, "Fremd")

    for unknown in (theirs.id, ApiKeyId(new_id())):
        with pytest.raises(ApiKeyNotFound) as refused:
            await revoke_api_key(pool, shop.caller.merchant_id, unknown)
        assert refused.value == ApiKeyNotFound(field=("id",))

    assert await Authenticator(pool).authenticate(theirs.secret) is not None


async def test_a_key_needs_a_merchant_and_a_name(pool: Pool, shop: Shop) -> None:
    with pytest.raises(MerchantNotFound) as nowhere:
        await create_api_key(pool, MerchantId(new_id()), Role.OWNER, "Kasse 7")
    with pytest.raises(Required) as nameless:
        await create_api_key(pool, shop.caller.merchant_id, Role.OWNER, " ")

    assert (nowhere.value, nameless.value) == (
        MerchantNotFound(field=("merchant_id",)),
        Required(field=("name",)),
    )
    assert await list_api_keys(pool, shop.caller.merchant_id) == []


async def test_a_signature_acts_as_its_key_may_now(pool: Pool, shop: Shop) -> None:
    """Links are opened so: by whom they were made for, until that key is revoked."""
    merchant_id = shop.caller.merchant_id
    key = await create_api_key(pool, merchant_id, Role.VIEWER, "Kasse 7")
    actor = encode(Kind.API_KEY, key.id)

    before = await holder_of(pool, actor)
    await revoke_api_key(pool, merchant_id, key.id)

    assert before is not None
    assert (before.actor, before.role) == (actor, Role.VIEWER)
    assert await holder_of(pool, actor) is None
    assert await holder_of(pool, "system") is None
