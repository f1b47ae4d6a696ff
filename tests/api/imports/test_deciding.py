"""An import that waits is read in another way or called off; what can't be decided any more is refused."""

from typing import Any

import pytest

from tests.api.imports.asking import CANCEL, COMMIT, CONFIGURE, counts, decide, shown
from tests.client import Client
from tests.services.imports.importing import Desk, csv

TWO = csv("Kundennummer;Name;Notiz", "17;Ada;eins", "18;Bob;zwei")


async def waiting(desk: Desk, text: str = TWO, **options: Any) -> Any:
    import_id = await desk.hand_in(text, auto_commit=False, **options)
    await desk.work()
    return import_id


async def test_a_mapping_given_later_makes_a_new_plan(client: Client, desk: Desk) -> None:
    import_id = await waiting(desk)
    before = await shown(client, import_id)

    payload = await decide(
        client, CONFIGURE, import_id, mapping=[{"column": 1, "target": "first_name"}, {"column": 2}]
    )
    await desk.work()

    assert payload["userErrors"] == []
    begun = payload["customerImport"]
    assert (begun["status"], begun["phase"], begun["plan"], begun["rows"]["totalCount"]) == (
        *("PENDING", "UPLOADED", None),
        0,
    )
    after = await shown(client, import_id)
    assert (after["status"], after["phase"]) == ("WAITING_FOR_USER", "VALIDATED")
    assert after["plan"]["digest"] != before["plan"]["digest"]
    stale = await decide(client, COMMIT, import_id, digest=before["plan"]["digest"])
    assert [error["code"] for error in stale["userErrors"]] == ["PLAN_CHANGED"]
    await decide(client, COMMIT, import_id, digest=after["plan"]["digest"])
    await desk.work()
    assert await desk.customers("first_name", "last_name", "note") == [
        ("Ada", None, None),
        ("Bob", None, None),
    ]


async def test_what_is_left_out_stays_and_null_goes_back(client: Client, desk: Desk) -> None:
    import_id = await waiting(desk, on_match="SKIP", default_region="FR")
    query = "query($id: ID!) { customerImport(id: $id) { options { onMatch defaultRegion groupConflict } } }"

    await decide(client, CONFIGURE, import_id, options={"groupConflict": "FAIL", "defaultRegion": None})

    named = (await shown(client, import_id))["id"]
    assert (await client.data(query, {"id": named}))["customerImport"]["options"] == {
        "onMatch": "SKIP",
        "defaultRegion": "DE",
        "groupConflict": "FAIL",
    }


async def test_a_file_that_was_read_in_a_wrong_way_gets_another_chance(client: Client, desk: Desk) -> None:
    """Failed before anything was imported, it is told how it is written, and waits with its plan."""
    import_id = await waiting(desk, "Vorname#Nachname\nAda#Lovelace\n")
    assert (await shown(client, import_id))["status"] == "FAILED"

    payload = await decide(client, CONFIGURE, import_id, dialect={"delimiter": "#"})
    await desk.work()

    assert payload["userErrors"] == []
    found = await shown(client, import_id)
    assert (found["status"], found["failure"], found["plan"]["counts"]) == (
        "WAITING_FOR_USER",
        None,
        counts(created=1, warnings=1),
    )


async def test_all_or_nothing_can_be_reconsidered(client: Client, desk: Desk) -> None:
    """The rows that are in the way are shown, and may be left out after all."""
    import_id = await waiting(
        desk, csv("Kundennummer;Vorname", "17;Ada", "17;Eva"), error_policy="REJECT_EVERYTHING"
    )
    failed = await shown(client, import_id)
    assert (failed["status"], failed["counts"]) == ("FAILED", counts(rejected=2, warnings=2))
    assert [(row["outcome"], len(row["issues"])) for row in failed["rows"]["nodes"]] == [
        ("REJECTED", 1),
        ("REJECTED", 2),
    ]

    await decide(client, CONFIGURE, import_id, options={"errorPolicy": "REJECT_FAILED_ROWS"})
    await desk.work()

    assert (await shown(client, import_id))["plan"]["counts"] == counts(created=1, rejected=1, warnings=2)


async def test_what_waits_can_be_called_off(client: Client, desk: Desk) -> None:
    """The counts still add up, the rows are still shown, and nothing is left to do."""
    import_id = await waiting(desk)

    payload = await decide(client, CANCEL, import_id)

    canceled = payload["customerImport"]
    assert (canceled["status"], canceled["counts"]) == ("CANCELED", counts(skipped=2, warnings=2))
    assert [row["outcome"] for row in canceled["rows"]["nodes"]] == ["SKIPPED", "SKIPPED"]
    assert await desk.customers("id") == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Dafür ist der Import noch nicht oder nicht mehr bereit (Stand: abgebrochen)."),
        ("fr", "L’importation n’est pas encore ou n’est plus prête pour cela (état\u00a0: annulé)."),
        ("en", "The import is not ready for this, or no longer (state: canceled)."),
    ],
)
async def test_what_is_called_off_stays_so(client: Client, desk: Desk, language: str, sentence: str) -> None:
    import_id = await waiting(desk)
    canceled = await decide(client, CANCEL, import_id)
    before = canceled["customerImport"]

    for mutation in ("customerImportCancel", "customerImportConfigure"):
        query = f"mutation($id: ID!) {{ it: {mutation}(id: $id) {{ userErrors {{ field code message }} }} }}"
        answer = await client.ask(query, {"id": before["id"]}, accept_language=language)
        (error,) = answer["data"]["it"]["userErrors"]
        assert (error["field"], error["code"]) == (["id"], "IMPORT_NOT_READY")
        assert error["message"].startswith(sentence)

    assert await shown(client, import_id) == before


@pytest.mark.parametrize(
    ("variables", "field", "code"),
    [
        ({"mapping": [{"column": 7, "target": "note"}]}, ["mapping", "0", "column"], "INVALID"),
        ({"mapping": [{"column": -1}]}, ["mapping", "0", "column"], "INVALID"),
        ({"mapping": [{"column": 0}, {"column": 0}]}, ["mapping", "1", "column"], "INVALID"),
        ({"mapping": [{"column": 0, "target": "nothing"}]}, ["mapping", "0", "target"], "INVALID"),
        (
            {"mapping": [{"column": 1, "target": "note"}, {"column": 0, "target": "note"}]},
            ["mapping", "0", "target"],
            "INVALID",
        ),
        ({"mapping": [{"column": n} for n in range(1_001)]}, ["mapping"], "TOO_MANY_ITEMS"),
        ({"dialect": {"encoding": "klingon"}}, ["dialect", "encoding"], "INVALID"),
        ({"dialect": {"delimiter": "ab"}}, ["dialect", "delimiter"], "INVALID"),
        ({"dialect": {"headerRow": -1}}, ["dialect", "headerRow"], "INVALID"),
        ({"dialect": {"sheet": "a\0b"}}, ["dialect", "sheet"], "INVALID"),
        ({"options": {"matchOn": []}}, ["options", "matchOn"], "REQUIRED"),
        ({"options": {"groupId": "grp_x"}}, ["options", "groupId"], "GROUP_NOT_FOUND"),
    ],
)
async def test_what_can_not_be_is_refused_where_it_stands(
    client: Client, desk: Desk, variables: Any, field: list[str], code: str
) -> None:
    """And the import waits as before."""
    import_id = await waiting(desk)
    before = await shown(client, import_id)

    payload = await decide(client, CONFIGURE, import_id, **variables)

    assert payload["customerImport"] is None
    assert [(error["field"], error["code"]) for error in payload["userErrors"]] == [(field, code)]
    assert await shown(client, import_id) == before


async def test_nothing_is_decided_about_what_is_being_read(client: Client, desk: Desk) -> None:
    """There is no plan yet; but how it is read can be changed, and then only that counts."""
    import_id = await desk.hand_in(TWO, auto_commit=False)

    early = await decide(client, COMMIT, import_id, digest="x")
    again = await decide(client, CONFIGURE, import_id, options={"onMatch": "SKIP"})
    await desk.work()

    assert [error["code"] for error in early["userErrors"]] == ["IMPORT_NOT_READY"]
    assert again["userErrors"] == []
    assert (await shown(client, import_id))["status"] == "WAITING_FOR_USER"
    assert await desk.shop.value("select count(*) from job where merchant_id = $1 and state = 'PENDING'") == 0


async def test_rows_are_filtered_and_paged(client: Client, desk: Desk) -> None:
    import_id = await waiting(desk, csv("Kundennummer;Vorname", "1;A", "1;B", "2;C", "2;D", "3;E"))
    query = """
    query($id: ID!, $after: String) { customerImport(id: $id) {
      rejected: rows(outcome: REJECTED) { totalCount nodes { number } }
      none: rows(outcome: []) { totalCount }
      warned: rows(severity: WARNING, first: 2, after: $after) {
        nodes { number } pageInfo { hasNextPage endCursor }
      }
      failed: rows(severity: ERROR, outcome: [CREATED, REJECTED], last: 1) { nodes { number } }
    } }
    """
    named = {"id": (await shown(client, import_id))["id"]}

    first = (await client.data(query, named))["customerImport"]
    second = await client.data(query, {**named, "after": first["warned"]["pageInfo"]["endCursor"]})

    assert first["rejected"] == {"totalCount": 2, "nodes": [{"number": 3}, {"number": 5}]}
    assert first["none"] == {"totalCount": 0}
    assert first["warned"]["nodes"] == [{"number": 2}, {"number": 3}]
    assert second["customerImport"]["warned"]["nodes"] == [{"number": 4}, {"number": 5}]
    assert first["failed"] == {"nodes": [{"number": 5}]}
