"""An owner makes, lists, renews and revokes the keys of its merchant, and nobody else's."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from db.connect import Pool
from domain.access import Role
from domain.ids import Kind, decode
from services.authentication import Authenticator
from services.key_uses import KeyUses
from tests.client import Client
from tests.factories import Shop

CREATE = """
mutation($name: String! = "Kasse 7", $role: Role! = MANAGER, $expiresAt: DateTime) {
  apiKeyCreate(name: $name, role: $role, expiresAt: $expiresAt) {
    apiKey { id name role valid expiresAt lastUsedAt rotatedAt revokedAt } secret userErrors { code }
  }
}
"""
ROTATE = """
mutation($id: ID!, $grace: Int! = 1440) {
  apiKeyRotate(id: $id, graceMinutes: $grace) {
    apiKey { id valid previousSecretUntil } secret userErrors { code }
  }
}
"""
REVOKE = "mutation($id: ID!) { apiKeyRevoke(id: $id) { apiKey { id valid revokedAt } userErrors { code } } }"
LIST = "{ apiKeys { id name role valid lastUsedAt } }"


async def made(client: Client, **variables: Any) -> dict[str, Any]:
    answer = (await client.data(CREATE, variables))["apiKeyCreate"]
    assert answer["userErrors"] == []
    return {"secret": answer["secret"], **answer["apiKey"]}


async def rotated(client: Client, key: dict[str, Any], grace: int = 1440) -> dict[str, Any]:
    answer = (await client.data(ROTATE, {"id": key["id"], "grace": grace}))["apiKeyRotate"]
    assert answer["userErrors"] == []
    return {"secret": answer["secret"], **answer["apiKey"]}


async def opens(pool: Pool, *secrets: str) -> list[bool]:
    """Tell which of these secrets open anything, without what a process remembers."""
    return [await Authenticator(pool).authenticate(secret) is not None for secret in secrets]


async def test_a_new_key_opens_what_its_role_may(client: Client, http: httpx.AsyncClient, shop: Shop) -> None:
    key = await made(client)

    viewer = (await Client(http, key["secret"]).data("{ viewer { role actor { id name } } }"))["viewer"]

    assert viewer == {"role": "MANAGER", "actor": {"id": key["id"], "name": "Kasse 7"}}
    assert {name: key[name] for name in ("valid", "expiresAt", "rotatedAt", "revokedAt")} == {
        "valid": True,
        "expiresAt": None,
        "rotatedAt": None,
        "revokedAt": None,
    }


async def test_a_secret_is_told_once_and_kept_nowhere(client: Client, shop: Shop) -> None:
    """Neither in the list, nor in a row, the previous one included."""
    key = await made(client)
    new = await rotated(client, key)

    rows = await shop.pool.fetch(
        "select api_key::text from api_key where merchant_id = $1", shop.caller.merchant_id
    )
    listed = (await client.post("{ apiKeys { id name role } }")).text

    for secret in (key["secret"], new["secret"]):
        assert secret.removeprefix("kontor_") not in "".join(str(row[0]) for row in rows) + listed


async def test_the_digests_can_not_be_read_by_the_role_of_requests(shop: Shop) -> None:
    readable = await shop.fetch(
        """
        select column_name from information_schema.columns
        where table_name = 'api_key' and $1::uuid is not null
          and has_column_privilege('kontor_app', 'api_key', column_name, 'select')
        """
    )

    names = {row["column_name"] for row in readable}
    assert {"id", "last_used_at"} <= names
    assert not names & {"digest", "previous_digest"}


async def test_keys_are_listed_with_those_that_ended(client: Client, other_shop: Shop, shop: Shop) -> None:
    await other_shop.api_key()
    till, office = await made(client), await made(client, name="Büro", role="VIEWER")
    await client.data(REVOKE, {"id": till["id"]})

    keys = (await client.data(LIST))["apiKeys"]

    assert [(key["name"], key["role"], key["valid"]) for key in keys] == [
        ("Kasse", "OWNER", True),
        ("Kasse 7", "MANAGER", False),
        ("Büro", "VIEWER", True),
    ]
    assert keys[2]["id"] == office["id"]


async def test_a_revoked_key_opens_nothing(client: Client, pool: Pool) -> None:
    """A second time changes nothing; its previous secret goes with it."""
    key = await made(client)
    new = await rotated(client, key)
    once = (await client.data(REVOKE, {"id": key["id"]}))["apiKeyRevoke"]

    twice = (await client.data(REVOKE, {"id": key["id"]}))["apiKeyRevoke"]

    assert twice == once
    assert (once["apiKey"]["valid"], once["userErrors"]) == (False, [])
    assert await opens(pool, key["secret"], new["secret"]) == [False, False]


async def test_a_rotated_key_has_two_secrets_for_a_while(client: Client, pool: Pool) -> None:
    """The key stays the same one; a third secret ends the first."""
    first = await made(client)

    second = await rotated(client, first)
    both = await opens(pool, first["secret"], second["secret"])
    third = await rotated(client, first)

    assert (second["id"], third["id"]) == (first["id"], first["id"])
    assert both == [True, True]
    assert await opens(pool, first["secret"], second["secret"], third["secret"]) == [False, True, True]


async def test_without_grace_the_old_secret_ends_at_once(client: Client, pool: Pool) -> None:
    old = await made(client)

    new = await rotated(client, old, grace=0)

    assert new["previousSecretUntil"] is None
    assert await opens(pool, old["secret"], new["secret"]) == [False, True]


async def test_the_grace_of_an_old_secret_ends(client: Client, pool: Pool) -> None:
    old = await made(client)
    new = await rotated(client, old, grace=1)
    key_id = decode(old["id"], Kind.API_KEY)

    await pool.fetch("update api_key set previous_until = now() - interval '1 second' where id = $1", key_id)

    assert await opens(pool, old["secret"], new["secret"]) == [False, True]


async def test_a_key_may_rotate_itself(client: Client, http: httpx.AsyncClient, pool: Pool) -> None:
    """That is how a program renews what it has, without anybody's help."""
    own = await made(client, role="OWNER")
    itself = Client(http, own["secret"])

    new = await rotated(itself, own, grace=0)

    assert await opens(pool, own["secret"], new["secret"]) == [False, True]


async def test_an_expired_key_opens_nothing(client: Client, pool: Pool) -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)
    key = await made(client, expiresAt=soon.isoformat())
    before = await opens(pool, key["secret"])

    await pool.fetch("update api_key set expires_at = now() where id = $1", decode(key["id"], Kind.API_KEY))

    assert (before, await opens(pool, key["secret"])) == ([True], [False])
    listed = (await client.data(LIST))["apiKeys"]
    assert [one["valid"] for one in listed if one["id"] == key["id"]] == [False]


async def test_what_a_process_remembers_ends_with_the_key(client: Client, pool: Pool) -> None:
    """Not the seconds later that a look-up is remembered for."""
    now = 1000.0
    authenticator = Authenticator(pool, lambda: now)
    soon = datetime.now(UTC) + timedelta(seconds=2)
    key = await made(client, expiresAt=soon.isoformat())
    assert await authenticator.authenticate(key["secret"]) is not None
    await pool.fetch("update api_key set expires_at = now() where id = $1", decode(key["id"], Kind.API_KEY))

    now += 2.0

    assert await authenticator.authenticate(key["secret"]) is None


async def test_the_last_use_is_kept_once_a_minute(client: Client, pool: Pool, shop: Shop) -> None:
    """Not on the way of the request: by whoever writes what was noted."""
    key = await made(client)
    uses = KeyUses(pool)

    async def used_at() -> datetime | None:
        caller = await Authenticator(pool, uses=uses).authenticate(key["secret"])
        assert caller is not None
        await uses.write()
        rows = await pool.fetch(
            "select last_used_at from api_key where id = $1", decode(key["id"], Kind.API_KEY)
        )
        kept: datetime | None = rows[0]["last_used_at"]
        return kept

    first = await used_at()
    again = await used_at()
    await pool.fetch(
        "update api_key set last_used_at = now() - interval '61 seconds' where id = $1",
        decode(key["id"], Kind.API_KEY),
    )
    later = await used_at()

    assert first is not None
    assert again == first
    assert later is not None
    assert later > first


async def test_uses_that_can_not_be_kept_break_nothing(
    client: Client, pool: Pool, caplog: pytest.LogCaptureFixture
) -> None:
    uses = KeyUses(pool)
    uses.note("no id")  # type: ignore[arg-type]

    await uses.write()

    assert [record.getMessage() for record in caplog.records] == [
        "When keys were last used could not be kept: DataError"
    ]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.VIEWER])
async def test_only_owners_see_keys(http: httpx.AsyncClient, shop: Shop, role: Role) -> None:
    answer = await Client(http, await shop.api_key(role)).ask(LIST)

    assert answer["data"] is None
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
