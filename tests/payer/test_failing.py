"""When a page can't be made, its reader gets a page, and nobody learns what went wrong but the log."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest

from db.connect import connect_pool
from tests.factories import make_shop
from tests.payer.asking import Asked, Counter, ask, counter_settings, open_counter

SENT_AWAY = (
    "select pg_terminate_backend(pid, 10000) from pg_stat_activity"
    " where pid <> pg_backend_pid() and datname = current_database()"
)


@pytest.fixture
async def broken(
    fresh_dsn: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Counter, Asked]]:
    """An application over a database of its own, which a test may break."""
    pool = await connect_pool(fresh_dsn, size=1)
    asked = await ask(await make_shop(pool, "Laden"))
    async with open_counter(counter_settings(fresh_dsn, tmp_path_factory.mktemp("broken"))) as counter:
        yield counter, asked
    await pool.close()


async def test_a_bug_is_a_number_on_the_page(
    broken: tuple[Counter, Asked], caplog: pytest.LogCaptureFixture
) -> None:
    """The table is gone: a page in the reader's language, whose number leads to the log."""
    counter, asked = broken
    async with asked.shop.pool.acquire() as owner:
        await owner.execute("alter table payment_request rename to renamed")

    async with httpx.AsyncClient(headers={"Accept-Language": "fr"}) as http:
        page = await http.get(counter.url + asked.path)

    assert page.status_code == 500
    assert "<h1>Ce n’est pas possible en ce moment</h1>" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "payment_request" not in page.text
    assert 'relation "payment_request" does not exist' in caplog.text


async def test_without_a_database_the_page_asks_for_patience(
    fresh_dsn: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The way to the database is gone, and whoever was there is sent away: 503, and when to come back."""
    place = tmp_path_factory.mktemp("away")
    sockets = parse_qs(urlsplit(fresh_dsn).query)["host"][0]
    (place / "way").symlink_to(sockets)
    pool = await connect_pool(fresh_dsn, size=1)
    asked = await ask(await make_shop(pool, "Laden"))

    dsn = fresh_dsn.replace(quote(sockets, safe=""), quote(str(place / "way"), safe=""))
    settings = counter_settings(dsn, place)
    async with (
        open_counter(settings) as counter,
        httpx.AsyncClient(headers={"Accept-Language": "de"}) as http,
    ):
        (place / "way").unlink()
        async with pool.acquire() as owner:
            await owner.fetch(SENT_AWAY)
        page = await http.get(counter.url + asked.path)
    await pool.close()

    assert (page.status_code, page.headers["retry-after"]) == (503, "10")
    assert "<h1>Das geht gerade nicht</h1>" in page.text
