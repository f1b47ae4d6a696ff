"""A row of an export says whose it is, and that decides before number, phone and e-mail."""

import pytest

from domain.customer import MatchKey
from domain.ids import CustomerId, Kind, encode, new_id
from tests.factories import Shop
from tests.services.imports.importing import Desk, csv

HEADER = "Kontor-ID;Vorname;Nachname;Mobiltelefon"


def row(customer: CustomerId | None, *cells: str) -> str:
    return ";".join((encode(Kind.CUSTOMER, customer) if customer else "", *cells))


async def test_a_row_changes_whose_it_is_though_nothing_else_leads_there(desk: Desk) -> None:
    """A corrected number is a correction, and makes no second customer."""
    ada = await desk.shop.customer("Ada", phone="unbekannt")

    report = await desk.bring(csv(HEADER, row(ada, "Ada", "Lovelace", "0151 23456789")))

    assert report.counts == {"row_count": 1, "updated": 1}
    assert await desk.customers("last_name", "phone_e164") == [("Lovelace", "+4915123456789")]


async def test_it_decides_whatever_is_matched_by(desk: Desk) -> None:
    """Even when only numbers of the merchant's were asked for."""
    ada = await desk.shop.customer("Ada")

    report = await desk.bring(
        csv(HEADER, row(ada, "Ada", "Lovelace", "")), match_on=(MatchKey.EXTERNAL_REFERENCE,)
    )

    assert report.counts["updated"] == 1


async def test_a_row_that_leads_to_two_customers_is_rejected(desk: Desk) -> None:
    """Its id to one, its phone to another: which of them is meant, only the merchant knows."""
    ada = await desk.shop.customer("Ada")
    await desk.shop.customer("Bob", phone="0151 23456789")

    report = await desk.bring(csv(HEADER, row(ada, "Ada", "", "0151 23456789")))

    assert report.codes == [(2, "MULTIPLE_MATCHES", "ERROR")]
    assert await desk.customers("first_name", "phone_e164") == [("Ada", None), ("Bob", "+4915123456789")]


async def test_a_customer_twice_in_a_file_is_a_duplicate(desk: Desk) -> None:
    """The first row counts; the issue shows the id."""
    ada = await desk.shop.customer("Ada")

    report = await desk.bring(csv(HEADER, row(ada, "Ada", "A", ""), row(ada, "Ada", "B", "")))

    assert [
        (one["row"], one["code"], one["field"], one["raw_value"])
        for one in report.issues
        if one["severity"] == "ERROR"
    ] == [(3, "DUPLICATE_IN_FILE", "kontor_id", encode(Kind.CUSTOMER, ada))]
    assert await desk.customers("last_name") == [("A",)]


@pytest.mark.parametrize("whose", ["nobody", "another merchant"])
async def test_an_id_that_leads_nowhere_leaves_it_to_the_rest(
    desk: Desk, other_shop: Shop, whose: str
) -> None:
    """A customer who has been deleted since comes back; one who moves to another merchant arrives."""
    stranger = await other_shop.customer("Ada") if whose == "another merchant" else CustomerId(new_id())
    await desk.shop.customer("Bob", phone="0151 23456789")

    report = await desk.bring(
        csv(HEADER, row(stranger, "Ada", "", "0151 23456780"), row(stranger, "Bob", "B", "0151 23456789"))
    )

    assert report.counts == {"row_count": 2, "created": 1, "updated": 1}
    assert await other_shop.value("select version from customer where merchant_id = $1") in {None, 1}


async def test_a_text_that_is_no_id_is_remarked(desk: Desk) -> None:
    """And the row is imported by what else it says."""
    report = await desk.bring(csv(HEADER, "4711;Ada;;0151 23456789"))

    assert report.codes == [(2, "TYPE_MISMATCH", "WARNING")]
    assert report.counts == {"row_count": 1, "created": 1, "warnings": 1}


async def test_unseen_signs_are_no_change(desk: Desk) -> None:
    """What differs by more is."""
    ada = await desk.shop.customer("Ada\xa0Maria", note="a\r\nb")

    same = await desk.bring(csv("Kontor-ID;Vorname;Notiz", row(ada, "Ada Maria", '"a\nb"')))
    other = await desk.bring(csv("Kontor-ID;Vorname;Notiz", row(ada, "Ada Marie", '"a\nb"')))

    assert (same.counts["unchanged"], other.counts["updated"]) == (1, 1)
    assert await desk.customers("first_name", "note") == [("Ada Marie", "a\r\nb")]


async def test_a_rounded_number_that_the_customer_has_is_no_change(desk: Desk) -> None:
    """It was kept as it was given; an export shows it, and its row comes back."""
    ada = await desk.shop.customer("Ada", phone="4,9171E+11")

    report = await desk.bring(csv(HEADER, row(ada, "Ada", "", "4,9171E+11")))

    assert report.codes == [(2, "PHONE_SCIENTIFIC_PRECISION_LOST", "WARNING")]
    assert report.counts == {"row_count": 1, "unchanged": 1, "warnings": 1}


async def test_a_rounded_number_replaces_no_valid_one(desk: Desk) -> None:
    """A spreadsheet has shortened the column; everything else that the row says is taken."""
    ada = await desk.shop.customer("Ada", phone="0151 23456789")

    report = await desk.bring(csv(HEADER, row(ada, "Ada", "Vogt", "4,91512E+12")))

    assert report.counts == {"row_count": 1, "updated": 1, "warnings": 1}
    assert await desk.customers("last_name", "phone_e164") == [("Vogt", "+4915123456789")]
