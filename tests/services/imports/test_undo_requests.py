"""Whoever was asked for money since an import stays as the import has left them."""

from domain.customer import Channel
from domain.ids import CustomerId
from domain.import_undo import UndoKeptReason
from tests.services.imports.importing import Desk
from tests.services.imports.undoing import FILE, furnish, kept_names, undo

ASKED = UndoKeptReason.HAS_SENT_REQUESTS


async def customer(desk: Desk, name: str) -> CustomerId:
    found: CustomerId = await desk.shop.value(
        "select id from customer where merchant_id = $1 and first_name = $2", name
    )
    return found


async def test_who_was_asked_for_money_since_is_kept(desk: Desk) -> None:
    """Made by the import or changed by it: the books say whom a request went to, and where."""
    await furnish(desk)
    report = await desk.bring(FILE)
    await desk.shop.request(await customer(desk, "Ada"))
    await desk.shop.request(await customer(desk, "Cleo"))

    dry, undone = await undo(desk, report.id, dry_run=True), await undo(desk, report.id)

    assert dry == undone
    assert (undone.reversed, undone.restored, undone.kept_count) == (1, 0, 2)
    assert await kept_names(desk.shop, undone) == [("Ada Lovelace", ASKED), ("Cleo", ASKED)]


async def test_who_was_asked_before_the_import_gets_back_what_it_took(desk: Desk) -> None:
    await furnish(desk)
    await desk.shop.request(await customer(desk, "Ada"))
    report = await desk.bring(FILE)

    undone = await undo(desk, report.id)

    assert (undone.reversed, undone.restored, undone.kept_count) == (2, 1, 0)


async def test_requests_that_asked_nobody_go_with_their_customer(desk: Desk) -> None:
    await furnish(desk)
    report = await desk.bring(FILE)
    await desk.shop.request(await customer(desk, "Cleo"), channels=[Channel.EMAIL])

    undone = await undo(desk, report.id)

    assert (undone.reversed, undone.kept_count) == (2, 0)
    assert await desk.shop.value("select count(*) from payment_request where merchant_id = $1") == 0
    assert await desk.shop.value("select count(*) from payment_link where merchant_id = $1") == 0
