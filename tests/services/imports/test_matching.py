"""Whom a row means: one customer, nobody yet, or, when its identities disagree, who knows whom."""

import pytest

from domain.customer import MatchKey
from domain.import_policy import OnMatch
from tests.services.imports.importing import FILES, Desk, csv

HEADER = "Kundennummer;Vorname;Mobiltelefon;E-Mail"


@pytest.mark.parametrize(
    "sample", ["kunden_excel_de.csv", "clients_fr.xlsx", "customers_en.xls", "outlook_en.csv"]
)
async def test_the_same_file_again_changes_nothing(desk: Desk, sample: str) -> None:
    """Not even a version or a timeline."""
    first = await desk.bring(FILES / sample)
    before = await desk.customers("id", "version", "updated_at", "group_id")
    events = await desk.events()

    again = await desk.bring(FILES / sample)

    expected = {**first.counts, "unchanged": first.counts["created"]}
    del expected["created"]
    assert again.counts == expected
    assert again.codes == first.codes
    assert await desk.customers("id", "version", "updated_at", "group_id") == before
    assert await desk.events() == events


async def test_each_identity_leads_to_its_customer(desk: Desk) -> None:
    """Existing customers are found by reference, phone and e-mail, however these are written."""
    await desk.shop.customer("Ada", external_reference="17")
    await desk.shop.customer("Bob", phone="0151 23456789")
    await desk.shop.customer("Eve", email="Eve@Example.org")

    report = await desk.bring(
        csv(
            "Kundennummer;Nachname;Mobiltelefon;E-Mail",
            "17;Lovelace;;",
            ";Babbage;+49 (0)151-23456789;",
            ";Moneypenny;;eve@example.ORG",
            ";Neu;0151 23456780;",
        )
    )

    assert report.counts == {"row_count": 4, "created": 1, "updated": 3, "warnings": 1}
    assert await desk.customers("first_name", "last_name", "version") == [
        ("Bob", "Babbage", 2),
        ("Ada", "Lovelace", 2),
        ("Eve", "Moneypenny", 2),
        (None, "Neu", 1),
    ]


async def test_identities_that_lead_to_two_customers_are_a_conflict(desk: Desk) -> None:
    """The row is rejected, and neither is touched."""
    await desk.shop.customer("Ada", external_reference="17")
    await desk.shop.customer("Bob", phone="0151 23456789")

    report = await desk.bring(csv(HEADER, "17;Neu;0151 23456789;"))

    assert report.counts == {"row_count": 1, "rejected": 1}
    assert report.issues == [
        {
            "row": 2,
            "column": 2,
            "header": "Mobiltelefon",
            "field": "phone",
            "code": "MULTIPLE_MATCHES",
            "severity": "ERROR",
            "raw_value": "0151 23456789",
            "facts": {},
        }
    ]
    assert await desk.customers("first_name", "version") == [("Ada", 1), ("Bob", 1)]


async def test_what_belongs_to_another_is_a_conflict_also_when_nothing_is_matched_by_it(desk: Desk) -> None:
    """With the reference alone deciding, a new customer can't take the phone of one who is there."""
    await desk.shop.customer("Bob", phone="0151 23456789")

    report = await desk.bring(csv(HEADER, "17;Ada;0151 23456789;"), match_on=(MatchKey.EXTERNAL_REFERENCE,))

    assert report.codes == [(2, "MULTIPLE_MATCHES", "ERROR")]
    assert await desk.customers("first_name", "version") == [("Bob", 1)]


async def test_the_same_customer_twice_in_a_file_counts_once(desk: Desk) -> None:
    """The first row wins, whichever identity gives the second one away."""
    report = await desk.bring(
        csv(
            HEADER,
            "17;Ada;0151 23456789;",
            "18;Bob;+49151 23456789;",
            "17;Eve;;eve@example.org",
            "19;Ida;0151 23456780;ida@example.org",
            ";Uwe;;IDA@example.org",
        )
    )

    assert report.counts == {"row_count": 5, "created": 2, "rejected": 3}
    found = [(one["row"], one["code"], one["raw_value"], one["facts"]) for one in report.issues]
    assert found == [
        (3, "DUPLICATE_IN_FILE", "+49151 23456789", {"first_row": 2}),
        (4, "DUPLICATE_IN_FILE", "17", {"first_row": 2}),
        (6, "DUPLICATE_IN_FILE", "IDA@example.org", {"first_row": 5}),
    ]
    assert await desk.customers("first_name", "external_reference") == [("Ada", "17"), ("Ida", "19")]


async def test_two_rows_that_mean_one_customer_by_different_identities_are_duplicates(desk: Desk) -> None:
    """Else the second would silently overwrite what the first has said."""
    await desk.shop.customer("Ada", phone="0151 23456789", email="ada@example.org")

    report = await desk.bring(csv(HEADER, "17;Ada;0151 23456789;", "18;Augusta;;ada@example.org"))

    assert report.counts == {"row_count": 2, "updated": 1, "rejected": 1}
    (issue,) = report.issues
    assert (issue["row"], issue["code"], issue["field"], issue["facts"]) == (
        3,
        "DUPLICATE_IN_FILE",
        "email",
        {"first_row": 2},
    )
    assert await desk.customers("first_name", "external_reference") == [("Ada", "17")]


async def test_a_row_that_was_rejected_stands_in_nobodys_way(desk: Desk) -> None:
    """A later row of the same customer is taken."""
    report = await desk.bring(csv("Kundennummer;Vorname;Handy", "17;Ada;4,91512E+11", "17;Ada;"))

    assert report.counts == {"row_count": 2, "created": 1, "rejected": 1, "warnings": 1}
    assert await desk.customers("first_name", "external_reference") == [("Ada", "17")]


async def test_who_is_there_already_is_skipped_or_rejected_if_wanted(desk: Desk) -> None:
    await desk.shop.customer("Ada", external_reference="17")
    text = csv(HEADER, "17;Augusta;;", "18;Bob;;")

    rejecting = await desk.bring(text, on_match=OnMatch.REJECT)
    skipping = await desk.bring(text, on_match=OnMatch.SKIP)

    assert rejecting.counts == {"row_count": 2, "created": 1, "rejected": 1, "warnings": 2}
    assert (2, "CUSTOMER_EXISTS", "ERROR") in rejecting.codes
    assert skipping.counts == {"row_count": 2, "skipped": 2, "warnings": 2}
    assert await desk.customers("first_name", "version") == [("Ada", 1), ("Bob", 1)]


async def test_customers_of_another_merchant_are_not_met(desk: Desk, other_desk: Desk) -> None:
    """The same phone may be somebody else's customer."""
    await other_desk.shop.customer("Ada", phone="0151 23456789", external_reference="17")
    before = await other_desk.customers("id", "first_name", "version", "updated_at")

    report = await desk.bring(csv(HEADER, "17;Bob;0151 23456789;"))

    assert report.counts == {"row_count": 1, "created": 1}
    assert await other_desk.customers("id", "first_name", "version", "updated_at") == before
    assert await other_desk.groups() == {None: 1}
