"""A page of another origin signs people in, in a browser, and asks Kontor; the explorer takes tokens too."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest
from playwright.async_api import Browser, Page, expect

from app.settings import Settings
from tests.browser.visit import open_explorer
from tests.factories import Shop
from tests.live import LiveServer
from tests.oidc.code_flow import sign_in
from tests.oidc.issuer import AUDIENCE, rsa
from tests.oidc.provided import PROVIDER, Provider, employed_at, providing
from tests.streams.conftest import Server, running_server
from tests.streams.jobs import make_job

# Named like the explorer's sample, whose name it keeps for a moment after the last key.
VIEWER = "query FirstLook { viewer { role actor { id } } }"
ANSWERED = {"data": {"viewer": {"role": "MANAGER", "actor": {"id": "usr_ada"}}}}


class _Files(SimpleHTTPRequestHandler):
    """Serves the page and the library."""

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


@pytest.fixture
def origin() -> Iterator[str]:
    """The origin that the page is served from."""
    with _serving() as server:
        yield f"http://127.0.0.1:{server.server_port}"


@contextmanager
def _serving() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=PROVIDER))
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def provider(shop: Shop, origin: str) -> Iterator[Provider]:
    """An issuer at which Ada of `shop` signs in on the page."""
    with providing({"ada": employed_at(shop, "manager")}, [rsa("k")], page=f"{origin}/page/") as provider:
        yield provider


@pytest.fixture
async def server(dsn: str, provider: Provider, origin: str, tmp_path: Path) -> AsyncIterator[Server]:
    """A server that lets pages of that origin ask."""
    settings = Settings(
        database_url=dsn,
        kontor_home=tmp_path,
        oidc_issuer=provider.url,
        oidc_audience=AUDIENCE,
        cors_origins=(origin,),
    )
    async with running_server(dsn, tmp_path, settings) as server:
        yield server


async def agree(page: Page, login: str) -> None:
    """Fill in the issuer's two forms."""
    await page.get_by_placeholder("Enter any login").fill(login)
    await page.get_by_placeholder("and password").fill("any")
    await page.get_by_role("button", name="Sign-in").click()
    await page.get_by_role("button", name="Continue").click()


async def test_a_page_asks_and_follows_for_who_signed_in(
    browser: Browser, server: Server, provider: Provider, shop: Shop
) -> None:
    job = await make_job(shop)
    settings = {
        "authority": provider.url,
        "resource": AUDIENCE,
        "api": server.url,
        "query": VIEWER,
        "subscription": f'subscription {{ jobProgress(id: "{job.id}") {{ status }} }}',
    }
    context = await browser.new_context()
    page = await context.new_page()

    await page.goto(f"{provider.page}#{quote(json.dumps(settings))}")
    await agree(page, "ada")

    await expect(page.locator("#answered")).to_have_text(json.dumps(ANSWERED, separators=(",", ":")))
    await expect(page.locator("#told")).to_have_text('{"data":{"jobProgress":{"status":"WAITING_FOR_USER"}}}')
    await context.close()


async def test_the_explorer_takes_a_token_where_it_takes_a_key(
    browser: Browser, server: Server, provider: Provider
) -> None:
    token = (await sign_in(provider, "ada")).access_token
    visit = await open_explorer(browser, LiveServer(f"http://{server.address}", token))

    await visit.use_key(token)
    await visit.type_query(VIEWER)
    await visit.run()

    await expect(visit.page.locator("#key-state")).to_have_text("Key accepted.")
    await expect(visit.page.locator(".result-window .CodeMirror-code")).to_contain_text("usr_ada")
    assert visit.complaints == []
    await visit.page.context.close()


async def test_the_explorer_takes_a_token_as_a_header(
    browser: Browser, server: Server, provider: Provider
) -> None:
    """Which wins over what is in the bar."""
    token = (await sign_in(provider, "ada")).access_token
    visit = await open_explorer(browser, LiveServer(f"http://{server.address}", token))

    await visit.use_key("ktr_withdrawn")
    await visit.page.get_by_role("button", name="Headers", exact=True).click()
    await visit.page.locator(".graphiql-editor-tool .graphiql-editor:not(.hidden)").click()
    await visit.page.keyboard.insert_text(json.dumps({"Authorization": f"Bearer {token}"}))
    await visit.type_query(VIEWER)
    await visit.run()

    await expect(visit.page.locator(".result-window .CodeMirror-code")).to_contain_text("usr_ada")
    await visit.page.context.close()
