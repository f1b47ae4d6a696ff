"""Importing changes nothing about who wants no messages, says so row by row, and plans with it."""

import json

import pytest

from domain.customer import Channel
from domain.import_policy import OnMatch
from services.imports.undo import undo_import
from tests.factories import Shop
from tests.services.consent.saying import EMAIL, OTHER_PHONE, PHONE, Lines
from tests.services.imports.importing import Desk, csv

HEADER = "Vorname;Mobil;E-Mail"


async def test_an_opt_out_survives_an_import(shop: Shop, desk: Desk, lines: Lines) -> None:
    """The customer is updated, stays opted out, and the report says so at the cell."""
    ada = await shop.customer(phone=PHONE)
    await lines.stop()

    report = await desk.bring(csv(HEADER, f"Ada Maria;{PHONE};{EMAIL}"))

    assert report.row["updated"] == 1
    assert await lines.blocks(ada) == ("OPTED_OUT", None)
    assert [(one["row"], one["field"], one["code"], one["severity"]) for one in report.issues] == [
        (2, "phone", "OPTED_OUT_KEPT", "WARNING")
    ]
    assert report.issues[0]["raw_value"] == PHONE


async def test_who_is_new_is_blocked_by_the_address(desk: Desk, lines: Lines) -> None:
    await lines.stop()
    await lines.stop(EMAIL, Channel.EMAIL)

    report = await desk.bring(csv(HEADER, f"Ada;{PHONE};{EMAIL}", f"Grace;{OTHER_PHONE};grace@example.org"))

    assert await desk.customers("first_name", "sms_block", "email_block") == [
        ("Ada", "SUPPRESSED", "SUPPRESSED"),
        ("Grace", None, None),
    ]
    assert [(one["row"], one["field"], one["code"]) for one in report.issues] == [
        (2, "phone", "SUPPRESSED_CONTACT"),
        (2, "email", "SUPPRESSED_CONTACT"),
    ]


@pytest.mark.parametrize("on_match", [OnMatch.UPDATE, OnMatch.FILL_EMPTY_ONLY, OnMatch.SKIP])
async def test_a_plan_tells_who_will_not_be_reached(
    shop: Shop, desk: Desk, lines: Lines, on_match: OnMatch
) -> None:
    """Who has opted out, and who would get a suppressed address; as it comes out then."""
    await shop.customer("Ada", phone=PHONE, email=EMAIL)
    await lines.stop()
    await lines.stop("none@example.org", Channel.EMAIL)

    import_id = await desk.hand_in(
        csv(HEADER, f"Ada;{PHONE};{EMAIL}", f"Grace;{OTHER_PHONE};none@example.org"),
        auto_commit=False,
        on_match=on_match,
    )
    await desk.work()

    plan = json.loads((await desk.report(import_id)).row["plan"])
    assert plan["not_ready_after"] == [
        {"blocker": "OPTED_OUT", "count": 1},
        {"blocker": "SUPPRESSED", "count": 1},
    ]


async def test_a_row_with_another_address_blocks_and_frees(shop: Shop, desk: Desk, lines: Lines) -> None:
    """What holds for an address goes with it; merged, it is as the plan has said."""
    await shop.customer("Ada", external_reference="1", email=EMAIL)
    await shop.customer("Grace", external_reference="2", email="grace@example.org")
    await lines.stop("none@example.org", Channel.EMAIL)

    await desk.bring(csv("Kundennummer;E-Mail", "1;none@example.org"))
    assert await desk.customers("first_name", "email_block") == [("Ada", "SUPPRESSED"), ("Grace", None)]
    await desk.bring(csv("Kundennummer;E-Mail", f"1;{EMAIL}"))

    assert await desk.customers("first_name", "email_block") == [("Ada", None), ("Grace", None)]


async def test_an_undo_brings_back_what_holds_for_the_old_address(
    shop: Shop, desk: Desk, lines: Lines
) -> None:
    """The customer has again what nobody writes to; who was new is gone, and nothing is forgotten."""
    await shop.customer("Ada", external_reference="1", email="none@example.org")
    report = await desk.bring(csv("Kundennummer;E-Mail", f"1;{EMAIL}", "2;grace@example.org"))
    await lines.stop("none@example.org", Channel.EMAIL)
    await lines.stop("grace@example.org", Channel.EMAIL)

    undone = await shop.do(undo_import, report.id)

    assert (undone.reversed, undone.restored) == (1, 1)
    assert await desk.customers("first_name", "email_block") == [("Ada", "SUPPRESSED")]
    again = await shop.customer("Grace", email="grace@example.org")
    assert await lines.blocks(again) == (None, "SUPPRESSED")
