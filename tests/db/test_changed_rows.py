"""A look for what has changed of late is answered by an index, however much there is from before."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import orjson
import pytest

from db.changed import rows
from db.connect import Pool
from db.reading import reading
from db.statement import Statement
from domain.ids import new_id
from tests.factories import Shop

JUST_NOW = {"after_at": datetime.now(UTC) - timedelta(seconds=1), "after_id": UUID(int=0), "within": None}


@pytest.mark.parametrize(
    ("statement", "place", "index"),
    [
        (rows.CUSTOMERS, JUST_NOW, "customer_by_update"),
        (rows.REQUESTS, JUST_NOW, "payment_request_by_change"),
        (rows.PAYMENTS, {"after_id": new_id()}, "payment_event_pkey"),
    ],
)
async def test_a_look_reads_what_is_recent(
    pool: Pool, shop: Shop, statement: Statement, place: dict[str, object], index: str
) -> None:
    """Given row-level security, which keeps many conditions from an index, both bounds are its own."""
    arguments = statement.arguments(
        merchant=shop.caller.merchant_id, since="1:1:", until="9:9:", limit=500, **place
    )

    async with reading(pool, shop.caller.merchant_id) as connection:
        await connection.execute("set local enable_seqscan = off; set local enable_bitmapscan = off")
        plan = await connection.fetchval(f"explain (format json) {statement.sql}", *arguments)

    scan = _scan_of(orjson.loads(plan)[0]["Plan"], index)
    assert "merchant_id" in scan["Index Cond"]
    assert ">" in scan["Index Cond"]


def _scan_of(node: dict[str, object], index: str) -> dict[str, str]:
    """Return the first scan of an index in a plan."""
    if node.get("Index Name") == index:
        return {name: str(value) for name, value in node.items()}
    for inner in node.get("Plans", []):  # type: ignore[attr-defined]
        if found := _scan_of(inner, index):
            return found
    return {}
