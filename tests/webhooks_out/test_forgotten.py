"""What receivers were told is forgotten after 30 days, and not before."""

from pathlib import Path

from services.removal import forget_events
from services.storage import Storage
from tests.webhooks_out.conftest import Told


async def test_events_go_after_thirty_days_with_their_attempts(told: Told, tmp_path: Path) -> None:
    subscription = await told.listen("*")
    for days in (29, 31):
        message = await told.test(subscription)
        await told.send()
        await told.shop.fetch(
            "update webhook_message set created_at = now() - make_interval(days => $3)"
            " where merchant_id = $1 and id = $2 returning id",
            message,
            days,
        )

    await forget_events(told.pool, Storage.at(f"file://{tmp_path}"))

    assert await told.statuses() == ["SENT"]
    assert len(await told.attempts()) == 1
