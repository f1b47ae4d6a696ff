"""Pages are cut where they should be: every way through a list meets each entry once, in order."""

import base64
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.client import Client
from tests.factories import Shop
from tests.graphql.oracle.pages import write_cursor

# Seven orders of customers and four of payments, in both directions; all others have one.
LISTS = [
    *(
        f"customers({query}sortBy: {{field: {field}, direction: {direction}}}, "
        for direction in ("ASC", "DESC")
        for query, field in (
            ("", "NAME"),
            ("", "CREATED_AT"),
            ("", "UPDATED_AT"),
            ("", "LAST_PAYMENT_AT"),
            ("", "TOTAL_PAID"),
            ("", "GROUP"),
            ('query: "a", ', "RELEVANCE"),
        )
    ),
    *(
        f"payments(sortBy: {{field: {field}, direction: {direction}}}, "
        for direction in ("ASC", "DESC")
        for field in ("PAID_AT", "CREATED_AT", "AMOUNT", "STATUS")
    ),
    "customerGroups(",
    "customerImports(",
    "customerExports(",
    "paymentRequests(",
    "paymentRequestBatches(",
]
PAGE = """{ edges { cursor node { id } } nodes { id } totalCount
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }"""
NAMES = "{ nodes { displayName } pageInfo { hasNextPage endCursor } }"


async def page(client: Client, listed: str, asked: str) -> Any:
    return (await client.data(f"{{ page: {listed}{asked}) {PAGE} }}"))["page"]


async def walked(client: Client, listed: str, size: int, *, backward: bool) -> list[list[str]]:
    """Return the ids on each page of a list, from one end to the other."""
    pages, asked = [], f"last: {size}" if backward else f"first: {size}"
    while True:
        found = await page(client, listed, asked)
        pages.append([node["id"] for node in found["nodes"]])
        info = found["pageInfo"]
        assert [edge["node"]["id"] for edge in found["edges"]] == pages[-1]
        assert [edge["cursor"] for edge in found["edges"]][:1] == [info["startCursor"]]
        assert [edge["cursor"] for edge in found["edges"]][-1:] == [info["endCursor"]]
        assert info["hasPreviousPage" if not backward else "hasNextPage"] is (len(pages) > 1)
        if not info["hasPreviousPage" if backward else "hasNextPage"]:
            return pages
        asked = (
            f'last: {size}, before: "{info["startCursor"]}"'
            if backward
            else (f'first: {size}, after: "{info["endCursor"]}"')
        )


@pytest.mark.parametrize("listed", LISTS)
async def test_walking_the_pages_equals_one_big_page(asker: Client, listed: str) -> None:
    """From the front and from the back, each page full but the last, and the ends are known exactly."""
    big = await page(asker, listed, "first: 250")
    everything = [node["id"] for node in big["nodes"]]
    size = 7

    forward = await walked(asker, listed, size, backward=False)
    backward = await walked(asker, listed, size, backward=True)

    assert big["totalCount"] == len(everything)
    assert forward == [everything[start : start + size] for start in range(0, len(everything), size)]
    assert [id_ for one in reversed(backward) for id_ in one] == everything
    assert {len(one) for one in (*forward[:-1], *backward[:-1])} <= {size}


@pytest.mark.parametrize("listed", [LISTS[0], LISTS[7], "customerGroups(", "paymentRequestBatches("])
async def test_a_page_may_lie_between_two_cursors(asker: Client, listed: str) -> None:
    """What lies between is counted from either end, and both neighbours are seen."""
    edges = (await page(asker, listed, "first: 250"))["edges"]
    cursors, ids = [edge["cursor"] for edge in edges], [edge["node"]["id"] for edge in edges]
    between = f'after: "{cursors[0]}", before: "{cursors[-1]}"'

    first = await page(asker, listed, f"first: 2, {between}")
    last = await page(asker, listed, f"last: 2, {between}")
    every = await page(asker, listed, f"first: 250, {between}")

    assert [node["id"] for node in first["nodes"]] == ids[1:3]
    assert [node["id"] for node in last["nodes"]] == ids[-3:-1]
    assert [node["id"] for node in every["nodes"]] == ids[1:-1]
    for one in (first, last, every):
        info = one["pageInfo"]
        assert (info["hasPreviousPage"], info["hasNextPage"]) == (True, True)


async def test_nobody_is_met_twice_while_others_come_in(client: Client, shop: Shop) -> None:
    """Customers inserted before, at and behind the place of reading move nobody across a page's edge."""
    there = [f"K{number:02}" for number in range(10)]
    for name in there:
        await shop.customer(name)

    met: list[str] = []
    asked = ""
    for turn in range(5):
        found = (await client.data(f"{{ customers(first: 2{asked}) {NAMES} }}"))["customers"]
        met += [node["displayName"] for node in found["nodes"]]
        asked = f', after: "{found["pageInfo"]["endCursor"]}"'
        for name in ("A", f"K{turn * 2 + 1:02}", "Z"):
            await shop.customer(f"{name} neu {turn}")

    old = [name for name in met if name in there]
    assert old == sorted(set(old))
    assert len(met) == len(set(met)) == 10


async def test_a_group_s_own_pages_are_its_own(client: Client, shop: Shop) -> None:
    """A nested page counts and cuts within its group only."""
    for name, size in (("Stammkunden", 3), ("Gäste", 5)):
        await shop.group(name, [await shop.customer(f"{name} {number}") for number in range(size)])
    await shop.customer("Ohne")

    data = await client.data(
        "{ customerGroups { nodes { name customers(first: 2) "
        "{ totalCount nodes { displayName } pageInfo { hasNextPage } } } } }"
    )

    assert data["customerGroups"]["nodes"] == [
        {
            "name": name,
            "customers": {
                "totalCount": size,
                "nodes": [{"displayName": f"{name} 0"}, {"displayName": f"{name} 1"}],
                "pageInfo": {"hasNextPage": True},
            },
        }
        for name, size in (("Gäste", 5), ("Stammkunden", 3))
    ]


async def test_page_info_needs_no_page(asker: Client) -> None:
    """What is known without looking at a row is answered once, however many rows there are."""
    data = await asker.data("{ customers { pageInfo { hasPreviousPage __typename } } }")

    assert data["customers"] == {"pageInfo": {"hasPreviousPage": False, "__typename": "PageInfo"}}


async def test_cursors_of_a_page_from_the_end_are_those_of_its_edges(asker: Client) -> None:
    """Turning the rows round for the edges turns no other aggregate round."""
    data = await asker.data("{ customers(last: 2) { edges { cursor } pageInfo { startCursor endCursor } } }")

    cursors = [edge["cursor"] for edge in data["customers"]["edges"]]
    assert data["customers"]["pageInfo"] == {"startCursor": cursors[0], "endCursor": cursors[1]}


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("first: 251", "page_size_invalid"),
        ("last: 251", "page_size_invalid"),
        ("first: -1", "page_size_invalid"),
        ("first: 1, last: 1", "page_both_directions"),
        ('after: ""', "cursor_invalid"),
        ('after: "ü"', "cursor_invalid"),
        ('before: "W10"', "cursor_invalid"),
    ],
)
@pytest.mark.parametrize("selected", ["totalCount", "nodes { id }", "pageInfo { hasNextPage }", "__typename"])
async def test_a_page_that_can_not_be_is_refused_whatever_is_selected(
    asker: Client, asked: str, reason: str, selected: str
) -> None:
    body = await asker.ask(f"{{ customers({asked}) {{ {selected} }} }}")

    assert body["data"] is None
    assert [error["extensions"] for error in body["errors"]] == [{"code": "BAD_USER_INPUT", "reason": reason}]
    assert body["errors"][0]["path"] == ["customers"]


async def test_the_smallest_and_the_largest_page_are_pages(asker: Client) -> None:
    """`first: 0` is empty and knows that there is more; 250 is the limit."""
    empty = await page(asker, "customers(", "first: 0")
    largest = await page(asker, "customers(", "first: 250")

    assert (empty["edges"], empty["nodes"]) == ([], [])
    assert empty["pageInfo"] == {
        "hasNextPage": True,
        "hasPreviousPage": False,
        "startCursor": None,
        "endCursor": None,
    }
    assert len(largest["nodes"]) == largest["totalCount"] == 27


async def refused(client: Client, listed: str, cursor: str) -> None:
    """Check that a list takes a cursor for none of its own, and does not repeat it."""
    body = await client.ask(
        f"query ($after: String) {{ {listed}after: $after) {{ nodes {{ id }} }} }}", {"after": cursor}
    )

    assert [error["extensions"].get("reason") for error in body["errors"]] == ["cursor_invalid"]
    assert len(body["errors"][0]["message"]) < 200


async def test_a_huge_cursor_is_refused_like_any_other(asker: Client) -> None:
    """200 kB of valid base64, of a JSON list, and of nothing."""
    for cursor in (
        "A" * 200_000,
        base64.urlsafe_b64encode(b"[" * 150_000).decode(),
        base64.urlsafe_b64encode(b'["customers NAME asc",' + b'"x",' * 40_000 + b'"x"]').decode(),
    ):
        await refused(asker, "customers(", cursor)


async def test_another_merchant_s_cursor_only_names_a_place(asker: Client, stranger_asker: Client) -> None:
    """It holds sort keys, and the list goes on behind them: with the asker's own customers."""
    everything = [edge["node"]["id"] for edge in (await page(asker, "customers(", "first: 250"))["edges"]]
    theirs = (await page(stranger_asker, "customers(", "first: 9"))["pageInfo"]["endCursor"]

    behind = await page(asker, "customers(", f'first: 250, after: "{theirs}"')

    ids = [edge["node"]["id"] for edge in behind["edges"]]
    assert ids == everything[-len(ids) :]
    assert len(ids) < len(everything)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_no_cursor_breaks_anything(data: st.DataObject, asker: Client, wait: Any) -> None:
    """Whatever JSON stands in a cursor of the right order, it names a place or is refused."""
    keys = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.text(),
        st.sampled_from(
            ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-01-01", "2026-01-01T00:00")
        ),
        st.uuids().map(str),
        st.lists(st.integers(), max_size=1),
    )
    order = data.draw(st.sampled_from(("NAME asc", "CREATED_AT asc", "TOTAL_PAID asc")))
    cursor = write_cursor([f"customers {order}", *data.draw(st.lists(keys, max_size=3))])
    listed = f"customers(sortBy: {{field: {order.split()[0]}}}, after: $after)"

    body = wait(
        asker.ask(f"query ($after: String) {{ {listed} {{ totalCount nodes {{ id }} }} }}", {"after": cursor})
    )

    assert {error["extensions"].get("reason") for error in body.get("errors", [])} <= {"cursor_invalid"}
