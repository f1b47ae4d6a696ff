"""An import shows what it would do, waits, and does just that; or it is changed, or called off."""

import pytest

from domain.errors import UserErrorCode
from domain.import_policy import UnknownColumnPolicy
from tests.api.imports.asking import CANCEL, COMMIT, counts, decide, shown
from tests.client import Client
from tests.factories import Shop
from tests.services.imports.importing import Desk, csv

TEXT = csv(
    "Kundennummer;Vorname;Handy;E-Mail;Gruppe",
    "17;Ada;0151 23456789;ada@example.org;VIP",
    "18;Robert;;BOB@Example.org;Gäste",
    "19;Eve;call me;;VIP",
    "17;Eva;;;",
    "20;Cleo;;cleo@example.org;",
)


@pytest.fixture
async def base(shop: Shop) -> None:
    """Bob in a group, who has another name in the file; Cleo, who is there just so."""
    bob = await shop.customer("Bob", external_reference="18", email="bob@example.org")
    await shop.group("Stammkunden", [bob])
    await shop.customer("Cleo", external_reference="20", email="cleo@example.org")


@pytest.mark.usefixtures("base")
async def test_a_plan_says_what_comes_and_the_commit_does_it(client: Client, desk: Desk) -> None:
    import_id = await desk.hand_in(TEXT, auto_commit=False)
    await desk.work()

    planned = await shown(client, import_id)

    assert (planned["status"], planned["phase"]) == ("WAITING_FOR_USER", "VALIDATED")
    digest = planned["plan"].pop("digest")
    expected = counts(created=2, updated=1, unchanged=1, rejected=1, warnings=3)
    assert planned["plan"] == {
        "counts": expected,
        "groupsToCreate": ["Gäste", "VIP"],
        "customFieldsToCreate": [],
        "groupMoves": 1,
        "notReadyAfter": [
            {"blocker": "EMAIL_MISSING", "count": 1},
            {"blocker": "PHONE_INVALID", "count": 1},
            {"blocker": "PHONE_MISSING", "count": 2},
        ],
    }
    assert planned["counts"] == counts(rejected=1, warnings=3)
    assert await desk.groups() == {None: 1, "Stammkunden": 1}

    payload = await decide(client, COMMIT, import_id, digest=digest)

    assert payload["userErrors"] == []
    assert (payload["customerImport"]["status"], payload["customerImport"]["phase"]) == (
        "PENDING",
        "COMMITTING",
    )
    await desk.work()
    done = await shown(client, import_id)
    assert (done["status"], done["phase"]) == ("SUCCEEDED_WITH_ERRORS", "COMMITTED")
    assert done["counts"] == expected
    assert await desk.groups() == {None: 1, "Stammkunden": 0, "Gäste": 1, "VIP": 2}
    assert outcomes(done) == outcomes(planned)


def outcomes(found: dict[str, object]) -> list[tuple[object, ...]]:
    rows = found["rows"]["nodes"]  # type: ignore[index]
    return [(row["number"], row["outcome"], row["cells"], row["issues"], row["changes"]) for row in rows]


@pytest.mark.usefixtures("base")
async def test_rows_show_cells_as_they_are_and_as_they_were_understood(client: Client, desk: Desk) -> None:
    import_id = await desk.hand_in(TEXT, auto_commit=False)
    await desk.work()

    rows = (await shown(client, import_id))["rows"]

    assert rows["totalCount"] == 5
    assert [(row["number"], row["outcome"], row["customer"]) for row in rows["nodes"]] == [
        (2, "CREATED", None),
        (3, "UPDATED", {"displayName": "Bob"}),
        (4, "CREATED", None),
        (5, "REJECTED", None),
        (6, "UNCHANGED", {"displayName": "Cleo"}),
    ]
    assert rows["nodes"][0]["cells"] == [
        {"column": 0, "raw": "17", "normalized": "17"},
        {"column": 1, "raw": "Ada", "normalized": "Ada"},
        {"column": 2, "raw": "0151 23456789", "normalized": "+4915123456789"},
        {"column": 3, "raw": "ada@example.org", "normalized": "ada@example.org"},
        {"column": 4, "raw": "VIP", "normalized": "VIP"},
    ]
    assert rows["nodes"][1]["changes"] == [
        {"field": "first_name", "before": "Bob", "after": "Robert"},
        {"field": "group", "before": "Stammkunden", "after": "Gäste"},
    ]
    assert rows["nodes"][2]["cells"][2] == {"column": 2, "raw": "call me", "normalized": None}
    assert rows["nodes"][2]["cells"][3] == {"column": 3, "raw": "", "normalized": None}
    assert [issue["code"] for issue in rows["nodes"][3]["issues"]] == [
        "NO_CONTACT_CHANNEL",
        "DUPLICATE_IN_FILE",
    ]


@pytest.mark.usefixtures("base")
async def test_a_change_that_changes_the_plan_asks_again(client: Client, desk: Desk, shop: Shop) -> None:
    """Nothing is imported, and the import has the new plan at once."""
    import_id = await desk.hand_in(TEXT, auto_commit=False)
    await desk.work()
    digest = (await shown(client, import_id))["plan"]["digest"]
    await shop.customer("Ada", external_reference="17", email="ada@example.org")

    payload = await decide(client, COMMIT, import_id, digest=digest)

    (error,) = payload["userErrors"]
    assert (error["field"], error["code"]) == (["planDigest"], UserErrorCode.PLAN_CHANGED)
    replanned = payload["customerImport"]
    assert replanned["status"] == "WAITING_FOR_USER"
    assert replanned["plan"]["counts"] == counts(created=1, updated=2, unchanged=1, rejected=1, warnings=3)
    assert replanned["plan"]["digest"] != digest
    again = await decide(client, COMMIT, import_id, digest=digest)
    assert again["userErrors"] == payload["userErrors"]
    taken = await decide(client, COMMIT, import_id, digest=replanned["plan"]["digest"])
    assert taken["userErrors"] == []
    await desk.work()
    assert (await shown(client, import_id))["counts"] == replanned["plan"]["counts"]


@pytest.mark.usefixtures("base")
async def test_a_change_that_leaves_the_plan_as_it_is_does_not_disturb(
    client: Client, desk: Desk, shop: Shop
) -> None:
    import_id = await desk.hand_in(TEXT, auto_commit=False)
    await desk.work()
    planned = await shown(client, import_id)
    await shop.customer("Somebody else", external_reference="99")

    payload = await decide(client, COMMIT, import_id, digest=planned["plan"]["digest"])

    assert payload["userErrors"] == []
    await desk.work()
    assert (await shown(client, import_id))["counts"] == planned["plan"]["counts"]


async def test_an_approval_counts_once(client: Client, desk: Desk) -> None:
    """Asked again, before and after it is done, the answer is the same import."""
    import_id = await desk.hand_in(TEXT, auto_commit=False)
    await desk.work()
    digest = (await shown(client, import_id))["plan"]["digest"]
    await decide(client, COMMIT, import_id, digest=digest)

    twice = await decide(client, COMMIT, import_id, digest=digest)
    await desk.work()
    afterwards = await decide(client, COMMIT, import_id, digest=digest)

    assert (twice["userErrors"], twice["customerImport"]["status"]) == ([], "PENDING")
    assert (afterwards["userErrors"], afterwards["customerImport"]["phase"]) == ([], "COMMITTED")
    assert len(await desk.customers("id")) == 4
    assert await desk.shop.value("select count(*) from job where merchant_id = $1") == 2


async def test_columns_become_custom_fields_with_the_commit(client: Client, desk: Desk) -> None:
    """An import that is called off leaves none behind."""
    count = "select count(*) from custom_field_definition where merchant_id = $1"
    text = csv("Kundennummer;Name;Schuhgröße", "17;Ada;38")
    off, on = [
        await desk.hand_in(text, auto_commit=False, unknown_columns=UnknownColumnPolicy.CREATE_CUSTOM_FIELD)
        for _ in range(2)
    ]
    await desk.work()
    await desk.work()

    await decide(client, CANCEL, off)
    plan = (await shown(client, on))["plan"]

    assert plan["customFieldsToCreate"] == ["Schuhgröße"]
    assert await desk.shop.value(count) == 0
    await decide(client, COMMIT, on, digest=plan["digest"])
    await desk.work()
    assert (await shown(client, on))["phase"] == "COMMITTED"
    assert await desk.shop.value(count) == 1
    assert await client.data("{ customers { nodes { customFields { value definition { key } } } } }") == {
        "customers": {"nodes": [{"customFields": [{"value": "38", "definition": {"key": "schuhgrosse"}}]}]}
    }
