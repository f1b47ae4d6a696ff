"""Pages that can't be: too large, from both ends, behind cursors that somebody made up or found elsewhere."""

import base64
import json
from typing import Any

import httpx
import pytest
from graphql import get_named_type

from tests.api.asking import send
from tests.api.clear import unclear
from tests.api.root_fields import QUERIES, RootField
from tests.client import Client
from tests.factories import Shop

PAGED = [root for root in QUERIES if "first" in root.definition.args]
PAGE = "{ nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount }"


@pytest.mark.parametrize("root", PAGED, ids=str)
@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"first": 251}, "page_size_invalid"),
        ({"last": 251}, "page_size_invalid"),
        ({"first": -1}, "page_size_invalid"),
        ({"last": -1}, "page_size_invalid"),
        ({"first": 1, "last": 1}, "page_both_directions"),
        ({"first": 0, "last": 0}, "page_both_directions"),
        ({"after": "x"}, "cursor_invalid"),
        ({"before": ""}, "cursor_invalid"),
        ({"first": 1, "after": "🦊"}, "cursor_invalid"),
    ],
)
async def test_a_page_that_cannot_be_is_refused(
    client: Client, root: RootField, arguments: dict[str, Any], reason: str
) -> None:
    body = (await send(client, root, arguments, selection=PAGE)).json()

    assert body["data"] is None
    [error] = body["errors"]
    assert (error["path"], error["extensions"]) == (
        [root.name],
        {"code": "BAD_USER_INPUT", "reason": reason},
    )


@pytest.mark.parametrize("root", PAGED, ids=str)
@pytest.mark.parametrize("end", ["first", "last"])
async def test_a_page_of_nothing_is_empty(client: Client, root: RootField, end: str) -> None:
    page = (await send(client, root, {end: 0}, selection=PAGE)).json()["data"][root.name]

    assert (page["nodes"], page["pageInfo"]["startCursor"], page["pageInfo"]["endCursor"]) == ([], None, None)


async def cursors(client: Client) -> dict[str, str]:
    """Return a cursor of each list, in each of its orders."""
    found: dict[str, str] = {}
    for root in PAGED:
        for sort in _orders(root):
            page = (await send(client, root, sort, selection="{ pageInfo { endCursor } }")).json()
            if cursor := page["data"][root.name]["pageInfo"]["endCursor"]:
                found[f"{root.name} {sort}"] = cursor
    return found


def _orders(root: RootField) -> list[dict[str, Any]]:
    if "sortBy" not in root.definition.args:
        return [{}]
    fields: Any = get_named_type(root.definition.args["sortBy"].type)
    values = get_named_type(fields.fields["field"].type).values
    directions = ("ASC", "DESC")
    return [
        {"sortBy": {"field": name, "direction": direction}, **({"query": "a"} if name == "RELEVANCE" else {})}
        for name in values
        for direction in directions
    ]


async def test_a_cursor_is_good_for_its_own_list_and_order_alone(client: Client, shop: Shop) -> None:
    """In any other it is refused; it never leads somewhere by chance."""
    await shop.group("Stammkunden", [await shop.customer("Ada")])
    await shop.payment("12.50")
    given = await cursors(client)
    wrong = []

    for root in PAGED:
        for sort in _orders(root):
            for origin, cursor in given.items():
                answer = await send(client, root, {**sort, "after": cursor}, selection=PAGE)
                errors = answer.json().get("errors", [])
                reasons = [error["extensions"].get("reason") for error in errors]
                expected = [] if origin == f"{root.name} {sort}" else ["cursor_invalid"]
                if unclear(answer) or reasons != expected:
                    wrong.append((root.name, sort, origin, reasons))

    assert wrong == []


async def test_a_cursor_of_another_merchant_is_a_place_and_no_more(
    client: Client, shop: Shop, http: httpx.AsyncClient, other_shop: Shop
) -> None:
    """Behind "Berta" comes who comes behind it here; of Berta herself nothing is told."""
    for name in ("Ada", "Cäsar"):
        await shop.customer(name)
    await other_shop.customer("Berta")
    query = (
        "query($after: String) { customers(after: $after) { nodes { firstName } pageInfo { endCursor } } }"
    )
    theirs = (await Client(http, await other_shop.api_key()).data(query))["customers"]["pageInfo"][
        "endCursor"
    ]

    page = (await client.data(query, {"after": theirs}))["customers"]

    assert page["nodes"] == [{"firstName": "Cäsar"}]


async def test_a_forged_cursor_breaks_nothing(client: Client, shop: Shop) -> None:
    """Each value in each cursor is replaced by what a database would choke on."""
    await shop.group("Stammkunden", [await shop.customer("Ada")])
    await shop.payment("12.50")
    faults = []

    for origin, cursor in (await cursors(client)).items():
        if "DESC" in origin:
            continue  # the same keys as upwards
        name, _, sort = origin.partition(" ")
        root = next(one for one in PAGED if one.name == name)
        arguments = next(one for one in _orders(root) if str(one) == sort)
        for forged in _forged(cursor):
            answer = await send(client, root, {**arguments, "after": forged}, selection=PAGE)
            faults += [(origin, forged[:80], fault) for fault in unclear(answer)]

    assert faults == []


def _forged(cursor: str) -> list[str]:
    parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    values: list[Any] = [
        *(None, True, -1, 2**63, 2**64, 1e308, "", "\0", "a\0", "\ud800", [], {}),
        *("NaN", "Infinity", "-Infinity", "1e999999", "1e-999999", "9" * 5_000, "a" * 100_000),
        *("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "infinity", "2026-01-01"),
        "00000000-0000-0000-0000-000000000000",
    ]
    forged = [[*parts[:place], value, *parts[place + 1 :]] for place in range(len(parts)) for value in values]
    others: list[Any] = [parts[:-1], [*parts, 1], [], {}, [parts], "x", 3]
    encoded = [
        base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in [*forged, *others]
    ]
    nested = base64.urlsafe_b64encode(b"[" * 50_000).decode()
    return [*encoded, nested, cursor + "=", cursor[:-1], cursor * 2, f" {cursor}", cursor.upper()]
