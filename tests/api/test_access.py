"""Who may ask what: every root field, by somebody without a key and by each role."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import orjson
import pytest

from domain.access import Role, may
from domain.ids import ApiKeyId
from resolvers.fields import Reads
from services.api_keys import create_api_key, revoke_api_key
from tests.api.arguments import least_arguments
from tests.api.asking import send
from tests.api.clear import user_errors
from tests.api.furnished import Furnished, end_import, everything, unknown_ids
from tests.api.root_fields import MUTATIONS, QUERIES, ROOT_FIELDS, RootField
from tests.client import Client
from tests.factories import Shop

# Who is asking may be known to anyone who is somebody.
FOR_ANYONE_WITH_A_KEY = {"viewer"}


def test_every_root_field_but_viewer_asks_for_a_permission() -> None:
    without = {root.name for root in ROOT_FIELDS if root.kind.permission is None}

    assert without == FOR_ANYONE_WITH_A_KEY


def test_every_mutation_asks_for_more_than_reading() -> None:
    asked = {root.name: str(root.kind.permission) for root in MUTATIONS}

    assert [name for name, permission in asked.items() if permission.endswith(":read")] == []


def test_no_query_changes_anything() -> None:
    assert [root.name for root in QUERIES if not isinstance(root.kind, Reads)] == ["customerImportTemplate"]


async def _revoked(shop: Shop) -> str:
    key = await create_api_key(shop.pool, shop.caller.merchant_id, Role.OWNER, "Alte Kasse")
    await revoke_api_key(shop.pool, shop.caller.merchant_id, ApiKeyId(key.id))
    return key.secret


async def _expired(shop: Shop) -> str:
    soon = datetime.now(UTC) + timedelta(minutes=1)
    key = await create_api_key(shop.pool, shop.caller.merchant_id, Role.OWNER, "Aushilfe", soon)
    await shop.pool.fetch("update api_key set expires_at = now() where id = $1", key.id)
    return key.secret


@pytest.mark.parametrize("root", ROOT_FIELDS, ids=str)
async def test_without_a_valid_key_nothing_is_answered(
    root: RootField, http: httpx.AsyncClient, shop: Shop
) -> None:
    """A missing, unknown, revoked and expired key get the same 401, in the shape of a GraphQL error."""
    arguments = least_arguments(root, unknown_ids())
    strangers = [
        Client(http, key) for key in ("", "kontor_unknown", await _revoked(shop), await _expired(shop))
    ]
    before = await everything(shop)

    answers = [await send(stranger, root, arguments) for stranger in strangers]

    assert await everything(shop) == before
    assert [answer.status_code for answer in answers] == [401, 401, 401, 401]
    shown = 'Bearer realm="kontor", error="invalid_token"'
    assert [answer.headers["www-authenticate"] for answer in answers] == [
        'Bearer realm="kontor"',
        *[shown] * 3,
    ]
    assert {answer.headers["content-type"] for answer in answers} == {"application/json; charset=utf-8"}
    assert {answer.content for answer in answers} == {
        orjson.dumps(
            {
                "errors": [
                    {
                        "message": "Please sign in: send a valid API key, or the token of your "
                        "sign-in, in the header “Authorization: Bearer …”.",
                        "extensions": {"code": "UNAUTHENTICATED"},
                    }
                ]
            }
        )
    }


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic a29udG9yOg==", "kontor_x", "Bearer \x7f", "Bearer é 🦊"]
)
async def test_what_is_no_bearer_token_opens_nothing(http: httpx.AsyncClient, header: str) -> None:
    answer = await http.post(
        "/graphql",
        json={"query": "{ viewer { role } }"},
        headers=[(b"Authorization", header.encode())],
    )

    assert answer.status_code == 401
    assert answer.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}


def _allows(role: Role, root: RootField) -> bool:
    permission = root.kind.permission
    return permission is None or may(role, permission)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("root", QUERIES, ids=str)
async def test_a_role_may_read_what_its_permissions_say(
    root: RootField, role: Role, http: httpx.AsyncClient, furnished: Furnished
) -> None:
    """And nothing else: where secrets are told, and keys, who may only read may not."""
    client = Client(http, await furnished.shop.api_key(role))

    answer = (await send(client, root, least_arguments(root, furnished.ids))).json()

    if _allows(role, root):
        assert "errors" not in answer, answer
        assert answer["data"][root.name] is not None
    else:
        assert answer["data"] is None
        assert answer["errors"][0]["extensions"] == {"code": "FORBIDDEN"}


@pytest.mark.parametrize("root", MUTATIONS, ids=str)
async def test_a_viewer_may_change_nothing(root: RootField, viewer: Client, furnished: Furnished) -> None:
    """The error names the permission that is missing, and nothing happened."""
    arguments = least_arguments(root, furnished.ids)
    before = await everything(furnished.shop)

    answer = (await send(viewer, root, arguments, Accept_Language="en")).json()

    assert answer == {
        "errors": [
            {
                "message": "You are not allowed to do this. "
                f"The permission “{root.kind.permission}” is needed.",
                "path": [root.name],
                "extensions": {"code": "FORBIDDEN"},
            }
        ],
        "data": None,
    }
    assert await everything(furnished.shop) == before


@pytest.mark.parametrize("role", [Role.OWNER, Role.MANAGER])
@pytest.mark.parametrize("root", MUTATIONS, ids=str)
async def test_a_role_may_change_what_its_permissions_say(
    root: RootField, role: Role, http: httpx.AsyncClient, furnished: Furnished
) -> None:
    """Who may not, changes nothing."""
    client = Client(http, await furnished.shop.api_key(role))
    arguments = least_arguments(root, furnished.ids)
    if root.name == "customerImportUndo":
        await end_import(furnished)
    before = await everything(furnished.shop)

    answer: dict[str, Any] = (await send(client, root, arguments)).json()

    if _allows(role, root):
        assert "errors" not in answer, answer
        assert list(user_errors(answer["data"])) == []
    else:
        assert answer["errors"][0]["extensions"] == {"code": "FORBIDDEN"}
        assert await everything(furnished.shop) == before


_READS = ["customers:read", "imports:read", "payment_requests:read", "payments:read"]
_CHANGES = [
    *("custom_fields:manage", "customers:export", "customers:write", "imports:write"),
    *("message_templates:manage", "payment_requests:write", "payments:write", "webhooks:manage"),
]


@pytest.mark.parametrize(
    ("role", "permissions"),
    [
        (Role.OWNER, sorted([*_READS, *_CHANGES, "keys:manage"])),
        (Role.MANAGER, sorted([*_READS, *_CHANGES])),
        (Role.VIEWER, _READS),
    ],
)
async def test_each_role_is_told_what_it_may_do(
    http: httpx.AsyncClient, shop: Shop, role: Role, permissions: list[str]
) -> None:
    client = Client(http, await shop.api_key(role))

    told = await client.data("{ viewer { role permissions actor { kind name } merchant { name } } }")

    assert told["viewer"] == {
        "role": role,
        "permissions": permissions,
        "actor": {"kind": "API_KEY", "name": "Kasse"},
        "merchant": {"name": "Laden"},
    }
