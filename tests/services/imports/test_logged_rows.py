"""What became of each row of a file is kept: whom it meant, and what it changed from what to what."""

import json
from typing import Any

from domain.import_policy import EmptyCellPolicy, OnMatch
from tests.services.imports.importing import Desk, Report, csv


async def logged(desk: Desk, report: Report) -> list[tuple[Any, ...]]:
    """Return row, outcome, the customer's first name, version, before and after."""
    rows = await desk.shop.fetch(
        "select row, outcome, first_name, import_row.version, before, after from import_row"
        " left join customer on customer.merchant_id = import_row.merchant_id and customer.id = customer_id"
        " where import_row.merchant_id = $1 and import_id = $2 order by row",
        report.id,
    )
    return [(*row[:4], *(value and json.loads(value) for value in row[4:])) for row in rows]


async def test_each_row_that_is_taken_is_kept_with_what_it_changed(desk: Desk) -> None:
    shop = desk.shop
    ada = await shop.customer("Ada", external_reference="17", phone="0151 23456789", note="nett")
    await shop.customer("Bob", external_reference="18")
    guests = await shop.group("Gäste", [ada])

    report = await desk.bring(
        csv(
            "Kundennummer;Vorname;Mobiltelefon;Notiz;Gruppe", "17;Ada;0151 23456780;;VIP", "18;Bob", "19;Cleo"
        ),
        empty_cells=EmptyCellPolicy.CLEAR,
    )

    vip = await shop.value("select id from customer_group where merchant_id = $1 and name = 'VIP'")
    assert await logged(desk, report) == [
        (
            *(2, "UPDATED", "Ada", 3),
            {
                "phone_raw": "0151 23456789",
                "phone_e164": "+4915123456789",
                "note": "nett",
                "group_id": str(guests),
            },
            {
                "phone_raw": "0151 23456780",
                "phone_e164": "+4915123456780",
                "note": None,
                "group_id": str(vip),
            },
        ),
        (3, "UNCHANGED", "Bob", 1, None, None),
        (4, "CREATED", "Cleo", 1, None, None),
    ]


async def test_a_move_alone_is_a_change(desk: Desk) -> None:
    await desk.shop.customer("Ada", external_reference="17")

    report = await desk.bring(csv("Kundennummer;Gruppe", "17;VIP"))

    vip = await desk.shop.value("select id from customer_group where merchant_id = $1")
    assert await logged(desk, report) == [
        (2, "UPDATED", "Ada", 2, {"group_id": None}, {"group_id": str(vip)})
    ]


async def test_who_is_left_alone_is_kept_as_skipped(desk: Desk) -> None:
    await desk.shop.customer("Ada", external_reference="17")

    report = await desk.bring(csv("Kundennummer;Vorname", "17;Augusta", "18;Bob"), on_match=OnMatch.SKIP)

    assert await logged(desk, report) == [
        (2, "SKIPPED", "Ada", None, None, None),
        (3, "CREATED", "Bob", 1, None, None),
    ]
