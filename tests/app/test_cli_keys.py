"""Merchants and keys from the command line: one value to stdout, sentences to stderr, nothing by halves."""

import re
from subprocess import CompletedProcess

import pytest

from db.connect import Pool
from domain.access import Role
from domain.ids import Kind, encode, new_id
from services.api_keys import list_api_keys
from services.authentication import Authenticator
from tests.app.serving import run
from tests.factories import Shop, make_shop

SECRET = re.compile(r"kontor_[A-Za-z0-9_-]{43}\n")


def merchant_create(dsn: str, name: str, **changes: str) -> "CompletedProcess[str]":
    given = {
        "--name": name,
        "--region": "DE",
        "--currency": "EUR",
        "--locale": "de-DE",
        "--time-zone": "Europe/Berlin",
    }
    words = [word for option in (given | changes).items() for word in option]
    return run("merchant", "create", *words, DATABASE_URL=dsn)


def key_create(dsn: str, merchant: str, role: str = "viewer") -> "CompletedProcess[str]":
    return run("api-key", "create", "--merchant", merchant, "--role", role, DATABASE_URL=dsn)


async def role_of(pool: Pool, secret: str) -> Role | None:
    """Return what a secret may do, None when it opens nothing."""
    caller = await Authenticator(pool).authenticate(secret)
    return caller.role if caller else None


async def test_a_merchant_and_its_first_key(dsn: str, pool: Pool) -> None:
    """Each command prints just what the next one needs, by id as well as by name."""
    merchant = merchant_create(dsn, "Velo Müller")
    owner = key_create(dsn, merchant.stdout.strip(), "owner")
    manager = key_create(dsn, "Velo Müller", "manager")

    assert SECRET.fullmatch(owner.stdout)
    assert await role_of(pool, owner.stdout.strip()) is Role.OWNER
    assert await role_of(pool, manager.stdout.strip()) is Role.MANAGER
    assert re.fullmatch(
        r"This is key_[0-9a-f-]{36}, owner of Velo Müller\. "
        r"Keep the secret now: it is stored nowhere and never shown again\.\n",
        owner.stderr,
    )


def test_all_that_is_wrong_with_a_merchant_is_said_at_once(dsn: str) -> None:
    """Each sentence stands behind its option, and nothing is made."""
    refused = merchant_create(
        dsn, " ", **{"--region": "XX", "--currency": "XYZ", "--locale": "klingon", "--time-zone": "Mars"}
    )

    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.splitlines() == [
        "--name: This is missing. Please fill in the field.",
        "--region: “XX” is not a country code. Please give two letters of ISO 3166-1, e.g. GB, US, DE or FR.",
        "--currency: “XYZ” is not a currency that one can pay in. "
        "Please give a code of ISO 4217, e.g. EUR or USD.",
        "--locale: “klingon” is not a language we know. Please give one such as en, en-GB or fr-CH.",
        "--time-zone: This value is not valid. Please check it.",
    ]


async def test_a_revoked_key_is_listed_as_such_and_opens_nothing(dsn: str, shop: Shop) -> None:
    """The list shows ids, roles and days, never a secret."""
    merchant = encode(Kind.MERCHANT, shop.caller.merchant_id)
    first, second = await shop.api_key(Role.OWNER), await shop.api_key(Role.VIEWER)
    key_id = encode(Kind.API_KEY, (await list_api_keys(shop.pool, shop.caller.merchant_id))[0].id)

    revoked = run("api-key", "revoke", key_id, DATABASE_URL=dsn)
    listed = run("api-key", "list", "--merchant", merchant, DATABASE_URL=dsn).stdout

    assert (revoked.returncode, revoked.stdout) == (0, "")
    assert revoked.stderr == f"{key_id} is revoked; within 5 seconds it opens nothing any more.\n"
    assert await role_of(shop.pool, first) is None
    assert await role_of(shop.pool, second) is Role.VIEWER
    assert re.fullmatch(
        rf"{key_id}  owner    made \d{{4}}-\d\d-\d\d  never used       revoked \d{{4}}-\d\d-\d\d  Kasse\n"
        r"key_[0-9a-f-]{36}  viewer   made \d{4}-\d\d-\d\d  never used       valid               Kasse\n",
        listed,
    )


async def test_a_merchant_without_keys_is_told_apart_from_none(dsn: str, shop: Shop) -> None:
    """An empty list is no failure."""
    merchant = encode(Kind.MERCHANT, shop.caller.merchant_id)

    listed = run("api-key", "list", "--merchant", merchant, DATABASE_URL=dsn)

    assert (listed.returncode, listed.stdout, listed.stderr) == (0, "", "Laden has no keys.\n")


@pytest.mark.parametrize("merchant", ["mer_0192f0c4-7a3b-7cde-8f01-23456789abcd", "\udcff"])
def test_a_key_for_nobody_is_refused(dsn: str, merchant: str) -> None:
    """Whatever bytes the terminal sent."""
    refused = key_create(dsn, merchant)

    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "--merchant: This merchant does not exist.\n"


async def test_a_name_that_two_merchants_have_is_asked_about(dsn: str, pool: Pool) -> None:
    """No key goes to the wrong one of them."""
    twins = [await make_shop(pool, "Zwillinge"), await make_shop(pool, "Zwillinge")]

    refused = key_create(dsn, "Zwillinge")

    ids = ", ".join(sorted(encode(Kind.MERCHANT, twin.caller.merchant_id) for twin in twins))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"--merchant: 2 merchants have this name. Give the id: {ids}.\n"


def test_a_key_that_is_none_can_not_be_revoked(dsn: str) -> None:
    """A text that is no id, the id of something else, and the id of no key."""
    unknown = encode(Kind.API_KEY, new_id())
    merchant = encode(Kind.MERCHANT, new_id())

    said = [run("api-key", "revoke", key, DATABASE_URL=dsn).stderr for key in ("x", merchant, unknown)]

    assert said == [
        "“x” is not an id of this kind. Please use the id as the API has given it.\n",
        f"“{merchant}” is not an id of this kind. Please use the id as the API has given it.\n",
        "This API key does not exist, or no longer.\n",
    ]


def test_a_role_that_is_none_is_a_wrong_word(dsn: str) -> None:
    """The usage names the three there are."""
    refused = key_create(dsn, "Velo Müller", "admin")

    assert refused.returncode == 2
    assert "invalid choice: 'admin' (choose from 'owner', 'manager', 'viewer')" in refused.stderr


async def test_a_key_gets_a_new_secret(dsn: str, shop: Shop) -> None:
    """Printed alone, as a script wants it; without grace the old one ends at once."""
    old = await shop.api_key(Role.MANAGER)
    key_id = encode(Kind.API_KEY, (await list_api_keys(shop.pool, shop.caller.merchant_id))[0].id)

    rotated = run("api-key", "rotate", key_id, "--grace-minutes", "0", DATABASE_URL=dsn)

    assert SECRET.fullmatch(rotated.stdout)
    assert await role_of(shop.pool, rotated.stdout.strip()) is Role.MANAGER
    assert await role_of(shop.pool, old) is None


async def test_a_key_can_be_made_for_some_days(dsn: str, shop: Shop) -> None:
    merchant = encode(Kind.MERCHANT, shop.caller.merchant_id)
    words = ("--merchant", merchant, "--role", "viewer")
    made = run("api-key", "create", *words, "--days", "30", DATABASE_URL=dsn)
    refused = run("api-key", "create", *words, "--days", "0", DATABASE_URL=dsn)

    [key] = await list_api_keys(shop.pool, shop.caller.merchant_id)

    assert made.returncode == 0
    assert refused.returncode == 2
    assert key.expires_at is not None
    assert (key.expires_at - key.created_at).days in (29, 30)
