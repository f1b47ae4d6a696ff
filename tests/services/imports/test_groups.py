"""Into which group a row's customer goes, and what is said when that is another one than before."""

import pytest

from domain.errors import GroupNotFound
from domain.group import GroupConflictPolicy
from domain.ids import GroupId, new_id
from domain.import_policy import OnMatch, UnknownGroupPolicy
from tests.services.imports.importing import Desk, csv, many

HEADER = "Kundennummer;Vorname;Gruppe;E-Mail"


async def test_a_group_is_made_once_under_the_name_that_its_first_row_has(desk: Desk) -> None:
    """Names match without regard to case, accents and spaces, also with a group that is there."""
    await desk.shop.group("Geschäfts-Kunden")

    report = await desk.bring(
        csv(
            HEADER,
            "1;Ada;Stamm Kunden;a@example.org",
            "2;Bob;stammkunden;b@example.org",
            "3;Eve;GESCHÄFTSKUNDEN;e@example.org",
            "4;Ida;;i@example.org",
        )
    )

    assert report.counts == {"row_count": 4, "created": 4}
    assert await desk.groups() == {"Geschäfts-Kunden": 1, "Stamm Kunden": 2, None: 1}


async def test_rows_of_unknown_groups_are_rejected_if_wanted(desk: Desk) -> None:
    report = await desk.bring(
        csv(HEADER, "1;Ada;VIP;a@example.org", "2;Bob;;b@example.org"),
        unknown_groups=UnknownGroupPolicy.REJECT_ROW,
    )

    assert report.counts == {"row_count": 2, "created": 1, "rejected": 1}
    assert report.issues == [
        {
            "row": 2,
            "column": 2,
            "header": "Gruppe",
            "field": "group",
            "code": "GROUP_UNKNOWN",
            "severity": "ERROR",
            "raw_value": "VIP",
            "facts": {},
        }
    ]
    assert await desk.groups() == {None: 1}


async def test_unknown_groups_are_ignored_if_wanted(desk: Desk) -> None:
    report = await desk.bring(
        csv(HEADER, "1;Ada;VIP;a@example.org"), unknown_groups=UnknownGroupPolicy.IGNORE
    )

    assert report.counts == {"row_count": 1, "created": 1, "warnings": 1}
    assert report.codes == [(2, "GROUP_UNKNOWN", "WARNING")]
    assert await desk.groups() == {None: 1}


@pytest.mark.parametrize(
    ("policy", "counts", "severity", "groups"),
    [
        (GroupConflictPolicy.MOVE, {"updated": 1, "warnings": 1}, "WARNING", {"Gäste": 0, "VIP": 1}),
        (GroupConflictPolicy.SKIP, {"updated": 1, "warnings": 1}, "WARNING", {"Gäste": 1}),
        (GroupConflictPolicy.FAIL, {"rejected": 1}, "ERROR", {"Gäste": 1}),
    ],
)
async def test_who_is_in_another_group_moves_stays_or_is_rejected(
    desk: Desk, policy: GroupConflictPolicy, counts: dict[str, int], severity: str, groups: dict[str, int]
) -> None:
    """A group into which nobody would go is not made."""
    ada = await desk.shop.customer("Ada", external_reference="1")
    await desk.shop.group("Gäste", [ada])

    report = await desk.bring(csv(HEADER, "1;Augusta;VIP;a@example.org"), group_conflict=policy)

    assert report.counts == {"row_count": 1, **counts}
    (issue,) = report.issues
    assert (issue["code"], issue["severity"], issue["facts"]) == (
        "GROUP_MOVE",
        severity,
        {"from_group": "Gäste", "to_group": "VIP"},
    )
    assert await desk.groups() == groups


async def test_a_move_alone_is_an_update(desk: Desk) -> None:
    """One version on, told as any other move."""
    await desk.bring(csv(HEADER, "1;Ada;Gäste;a@example.org"))

    report = await desk.bring(csv(HEADER, "1;Ada;VIP;a@example.org"))

    assert report.counts == {"row_count": 1, "updated": 1, "warnings": 1}
    assert await desk.customers("version") == [(2,)]
    assert [event for event, _ in await desk.events()] == ["IMPORTED", "GROUP_CHANGED", "GROUP_CHANGED"]


async def test_all_join_one_group_whatever_the_file_says(desk: Desk) -> None:
    ada = await desk.shop.customer("Ada", external_reference="1")
    guests = await desk.shop.group("Gäste", [ada])
    chosen = await desk.shop.group("Herbst")

    report = await desk.bring(
        csv(HEADER, "1;Ada;VIP;a@example.org", "2;Bob;Gäste;b@example.org", "3;Eve;;e@example.org"),
        group_id=chosen,
    )

    assert report.counts == {"row_count": 3, "created": 2, "updated": 1, "warnings": 1}
    assert await desk.groups() == {"Gäste": 0, "Herbst": 3}
    assert await desk.shop.members(guests) == []


async def test_a_group_of_nobody_or_of_another_merchant_is_refused(desk: Desk, other_desk: Desk) -> None:
    theirs = await other_desk.shop.group("Fremde")

    for group_id in (theirs, GroupId(new_id())):
        with pytest.raises(GroupNotFound) as refused:
            await desk.hand_in("Vorname\nAda\n", group_id=group_id)
        assert refused.value == GroupNotFound(field=("options", "group_id"))

    assert await desk.shop.value("select count(*) from customer_import where merchant_id = $1") == 0


async def test_a_group_that_is_gone_by_then_fails_the_import(desk: Desk) -> None:
    """Nobody is imported into no group instead."""
    group_id = await desk.shop.group("Herbst")
    import_id = await desk.hand_in("Vorname\nAda\n", group_id=group_id)
    await desk.shop.fetch("delete from customer_group where merchant_id = $1")

    await desk.work()

    report = await desk.report(import_id)
    assert report.status == "FAILED UPLOADED"
    assert report.failure == {"code": "GROUP_NOT_FOUND", "text": "group_not_found", "facts": {}}


async def test_skipped_rows_make_no_groups(desk: Desk) -> None:
    await desk.shop.customer("Ada", external_reference="1")

    report = await desk.bring(
        csv(HEADER, "1;Ada;VIP;a@example.org"),
        on_match=OnMatch.SKIP,
        unknown_groups=UnknownGroupPolicy.CREATE,
    )

    assert report.counts == {"row_count": 1, "skipped": 1}
    assert await desk.groups() == {None: 1}


async def test_a_group_for_each_row(desk: Desk) -> None:
    """Two chunks of new groups, and the counts of all of them."""
    text = many(
        5_200, lambda number: f"{number};Name {number};Gruppe {number}", "Kundennummer;Nachname;Gruppe"
    )

    report = await desk.bring(text)

    assert report.counts == {"row_count": 5_200, "created": 5_200, "warnings": 5_200}
    groups = await desk.groups()
    assert (len(groups), set(groups.values())) == (5_200, {1})
