"""A customer is in one group, whichever way led there: the drop-down, a selection, the group's own page."""

from dataclasses import dataclass

import pytest

from domain.ids import Kind, encode
from tests.client import Client
from tests.factories import Shop

GROUPS = "{ customerGroups { nodes { name customerCount customers { nodes { firstName } } } } }"
PAYLOAD = """
customerGroup { name description version customerCount }
moved { customer { firstName group { name } } fromGroup { name } toGroup { name } }
skipped { firstName group { name } }
userErrors { field code message }
"""


@dataclass(frozen=True, slots=True)
class Town:
    """Ada is in Laufkunden, Grace in none; Stammkunden is empty."""

    ada: str
    grace: str
    regulars: str
    passers_by: str


@pytest.fixture
async def town(shop: Shop) -> Town:
    ada, grace = await shop.customer("Ada"), await shop.customer("Grace")
    return Town(
        ada=encode(Kind.CUSTOMER, ada),
        grace=encode(Kind.CUSTOMER, grace),
        regulars=encode(Kind.GROUP, await shop.group("Stammkunden")),
        passers_by=encode(Kind.GROUP, await shop.group("Laufkunden", [ada])),
    )


async def members(client: Client) -> dict[str, list[str]]:
    """Return the first names in each group; the count that the group tells agrees with them."""
    nodes = (await client.data(GROUPS))["customerGroups"]["nodes"]
    found = {one["name"]: [customer["firstName"] for customer in one["customers"]["nodes"]] for one in nodes}
    assert {one["name"]: one["customerCount"] for one in nodes} == {
        name: len(names) for name, names in found.items()
    }
    return found


async def test_a_group_is_created_with_its_customers(client: Client, town: Town) -> None:
    query = f"""
    mutation($ids: [ID!]) {{
      customerGroupCreate(name: " 🦊  VIP ", description: "zahlen früh", customerIds: $ids, onConflict: MOVE)
      {{ {PAYLOAD} }}
    }}
    """

    created = (await client.data(query, {"ids": [town.ada, town.grace]}))["customerGroupCreate"]

    vip = {"name": "🦊 VIP"}
    assert created == {
        "customerGroup": {**vip, "description": "zahlen früh", "version": 1, "customerCount": 2},
        "moved": [
            {
                "customer": {"firstName": "Ada", "group": vip},
                "fromGroup": {"name": "Laufkunden"},
                "toGroup": vip,
            },
            {"customer": {"firstName": "Grace", "group": vip}, "fromGroup": None, "toGroup": vip},
        ],
        "skipped": [],
        "userErrors": [],
    }
    assert await members(client) == {"Laufkunden": [], "Stammkunden": [], "🦊 VIP": ["Ada", "Grace"]}


async def test_a_group_is_renamed_and_described(client: Client, town: Town) -> None:
    query = f"""
    mutation($id: ID!, $name: String, $description: String, $version: Int) {{
      customerGroupUpdate(id: $id, name: $name, description: $description, expectedVersion: $version)
      {{ {PAYLOAD} }}
    }}
    """
    asked = {"id": town.regulars, "name": "Stamm", "description": "seit 1999", "version": 1}

    renamed = (await client.data(query, asked))["customerGroupUpdate"]
    # Variables that are not given are arguments that are not given.
    cleared = (await client.data(query, {"id": town.regulars, "description": None}))["customerGroupUpdate"]

    group = {"name": "Stamm", "description": "seit 1999", "version": 2, "customerCount": 0}
    nothing: dict[str, list[str]] = {"moved": [], "skipped": [], "userErrors": []}
    assert renamed == {"customerGroup": group, **nothing}
    assert cleared == {"customerGroup": group | {"description": None, "version": 3}, **nothing}
    found = await client.data(
        "query($id: ID!) { customerGroup(id: $id) { name description } }", {"id": town.regulars}
    )
    assert found["customerGroup"] == {"name": "Stamm", "description": None}


@pytest.mark.parametrize("target", [None, "regulars"])
async def test_a_group_is_deleted_and_its_customers_stay(
    client: Client, town: Town, target: str | None
) -> None:
    query = """
    mutation($id: ID!, $to: ID) {
      customerGroupDelete(id: $id, moveCustomersTo: $to) { deletedId userErrors { code } }
    }
    """
    asked = {"id": town.passers_by, "to": target and getattr(town, target)}

    deleted = (await client.data(query, asked))["customerGroupDelete"]

    assert deleted == {"deletedId": town.passers_by, "userErrors": []}
    assert await members(client) == {"Stammkunden": ["Ada"] if target else []}
    assert (await client.data("{ customers { totalCount } }"))["customers"]["totalCount"] == 2


async def test_the_drop_down_of_the_customer_list_sets_and_clears_a_group(client: Client, town: Town) -> None:
    query = """
    mutation($id: ID!, $group: ID, $version: Int) {
      customerSetGroup(customerId: $id, groupId: $group, expectedVersion: $version) {
        customer { firstName version group { name } } userErrors { code }
      }
    }
    """

    into = await client.data(query, {"id": town.ada, "group": town.regulars, "version": 2})
    members_then = await members(client)
    out_of = await client.data(query, {"id": town.ada, "group": None})

    customer = {"firstName": "Ada", "version": 3, "group": {"name": "Stammkunden"}}
    assert into["customerSetGroup"] == {"customer": customer, "userErrors": []}
    assert members_then == {"Laufkunden": [], "Stammkunden": ["Ada"]}
    assert out_of["customerSetGroup"]["customer"] == {"firstName": "Ada", "version": 4, "group": None}
    assert await members(client) == {"Laufkunden": [], "Stammkunden": []}


@pytest.mark.parametrize("dry_run", [True, False])
async def test_a_selection_goes_into_a_group(client: Client, town: Town, dry_run: bool) -> None:
    """All but Grace, who is chosen by the filter and taken out again; a dry run tells the same."""
    query = """
    mutation($group: ID, $except: [ID!], $dry: Boolean!) {
      customerBulkSetGroup(
        groupId: $group, dryRun: $dry, select: {where: {hasGroup: true}, exceptIds: $except}
      ) {
        count results { index customer { firstName group { name } } userErrors { code } } userErrors { code }
      }
    }
    """
    asked = {"group": town.regulars, "except": [town.grace], "dry": dry_run}

    told = (await client.data(query, asked))["customerBulkSetGroup"]

    now_in = {"name": "Laufkunden" if dry_run else "Stammkunden"}
    row = {"index": 0, "customer": {"firstName": "Ada", "group": now_in}, "userErrors": []}
    assert told == {"count": 1, "results": [row], "userErrors": []}
    assert await members(client) == (
        {"Laufkunden": ["Ada"], "Stammkunden": []} if dry_run else {"Laufkunden": [], "Stammkunden": ["Ada"]}
    )


@pytest.mark.parametrize(
    ("policy", "moved", "skipped", "now"),
    [
        ("MOVE", ["Ada", "Grace"], [], {"Laufkunden": [], "Stammkunden": ["Ada", "Grace"]}),
        ("SKIP", ["Grace"], ["Ada"], {"Laufkunden": ["Ada"], "Stammkunden": ["Grace"]}),
    ],
)
async def test_customers_join_from_the_page_of_the_group(
    client: Client, town: Town, policy: str, moved: list[str], skipped: list[str], now: dict[str, list[str]]
) -> None:
    query = f"""
    mutation($id: ID!, $ids: [ID!], $policy: GroupConflictPolicy!) {{
      customerGroupAddCustomers(id: $id, select: {{ids: $ids}}, onConflict: $policy) {{ {PAYLOAD} }}
    }}
    """
    asked = {"id": town.regulars, "ids": [town.ada, town.grace], "policy": policy}

    added = (await client.data(query, asked))["customerGroupAddCustomers"]

    assert [move["customer"]["firstName"] for move in added["moved"]] == moved
    assert [customer["firstName"] for customer in added["skipped"]] == skipped
    assert (added["customerGroup"]["customerCount"], added["userErrors"]) == (len(moved), [])
    assert await members(client) == now


async def test_customers_leave_from_the_page_of_the_group(client: Client, town: Town) -> None:
    """Who is not in this group stays where they are."""
    query = f"""
    mutation($id: ID!, $ids: [ID!]!) {{
      customerGroupRemoveCustomers(id: $id, customerIds: $ids) {{ {PAYLOAD} }}
    }}
    """

    left = (await client.data(query, {"id": town.passers_by, "ids": [town.ada, town.grace]}))[
        "customerGroupRemoveCustomers"
    ]

    assert left == {
        "customerGroup": {"name": "Laufkunden", "description": None, "version": 1, "customerCount": 0},
        "moved": [
            {
                "customer": {"firstName": "Ada", "group": None},
                "fromGroup": {"name": "Laufkunden"},
                "toGroup": None,
            }
        ],
        "skipped": [],
        "userErrors": [],
    }
    assert await members(client) == {"Laufkunden": [], "Stammkunden": []}
