"""A worker tidies up beside its work, again and again, whatever goes wrong meanwhile."""

import asyncio
import logging
from pathlib import Path

import pytest

from app.tidying import tidying
from services.storage import Storage
from tests.factories import Shop
from tests.services.counter import Counter

PATIENCE_S = 20.0


async def gone(counter: Counter) -> bool:
    """Tell whether all uploads of the merchant are gone before long."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if not await counter.rows():
                return counter.files() == []
            await asyncio.sleep(0.01)


async def test_what_becomes_due_while_a_worker_runs_is_removed(shop: Shop, tmp_path: Path) -> None:
    counter = Counter(shop, tmp_path)

    async with tidying(shop.pool, counter.storage, every_s=0.05):
        await counter.announce()
        await counter.expire()
        assert await gone(counter)


async def test_an_outage_is_told_and_outlived(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What could not be removed then is removed the next time."""
    counter = Counter(shop, tmp_path)
    await counter.announce()
    await counter.expire()
    away, tried = Storage.remove_beneath, asyncio.Event()

    async def failing(storage: Storage, folder: str) -> None:
        tried.set()
        raise ConnectionError("the store is away")

    monkeypatch.setattr(Storage, "remove_beneath", failing)
    with caplog.at_level(logging.WARNING, logger="kontor.removal"):
        async with tidying(shop.pool, counter.storage, every_s=0.05):
            await asyncio.wait_for(tried.wait(), PATIENCE_S)
            monkeypatch.setattr(Storage, "remove_beneath", away)
            assert await gone(counter)

    assert "remove_unused_uploads has not come to its end" in caplog.messages
