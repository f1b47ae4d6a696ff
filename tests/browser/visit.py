"""A browser at the explorer that can reach this server only, and a record of all it asked for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from playwright.async_api import Browser, ConsoleMessage, Page, Request, Route, expect

# The label, the button, and how the sentence on a refused key begins.
WORDS = {
    "de-CH": ("API-Schlüssel", "Verwenden", "Schlüssel abgelehnt (401)."),
    "fr-FR": ("Clé d’API", "Utiliser", "Clé refusée (401)."),
    "en-GB": ("API key", "Use", "Key refused (401)."),
}


class LiveServer(Protocol):
    """The server under test."""

    @property
    def url(self) -> str:
        """Where it is, without /graphql."""

    @property
    def api_key(self) -> str:
        """A key, or a token, that opens it."""


@dataclass
class Visit:
    """A browser at the explorer, and everything it asked for or complained about."""

    page: Page
    asked: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def operations(self) -> list[Request]:
        """What was sent to the API itself."""
        return [request for request in self.asked if request.method == "POST"]

    async def use_key(self, key: str, language: str = "en-GB") -> None:
        """Type the API key into the bar and press its button."""
        label, button, _ = WORDS[language]
        await self.page.get_by_label(label, exact=True).fill(key)
        await self.page.get_by_role("button", name=button, exact=True).click()

    async def run(self) -> None:
        """Press the button that sends the operation in the editor."""
        await self.page.get_by_role("button", name="Execute query").click()

    async def type_query(self, query: str) -> None:
        """Replace what is in the editor, key by key."""
        await self.page.locator(".graphiql-query-editor .CodeMirror-lines").click()
        await self.page.keyboard.press("Control+A")
        await self.page.keyboard.type(query)


async def open_explorer(browser: Browser, server: LiveServer, language: str = "en-GB") -> Visit:
    """Go to /graphql as someone who reads `language`, with every other host cut off."""
    context = await browser.new_context(locale=language, viewport={"width": 1280, "height": 800})
    visit = Visit(await context.new_page())
    visit.page.on("request", lambda request: visit.asked.append(request))
    visit.page.on("console", lambda message: note(visit, message))
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    await context.route(lambda url: host_of(url) != host_of(server.url), refuse)
    await visit.page.goto(f"{server.url}/graphql")
    await expect(visit.page.locator("#key-state")).not_to_be_empty()
    return visit


def note(visit: Visit, message: ConsoleMessage) -> None:
    """Keep what the browser reports as an error, such as a breach of the content policy."""
    if message.type == "error":
        visit.complaints.append(message.text)


def host_of(url: str) -> str:
    """Return host and port; data: URLs inside the style sheet have none."""
    return urlsplit(url).netloc


async def refuse(route: Route) -> None:
    """Cut the connection off."""
    await route.abort("blockedbyclient")


async def tabs_stored_with(page: Page, text: str) -> None:
    """Wait for what GraphiQL stores last, half a second after the last key: the tabs with all editors."""
    async with asyncio.timeout(10):
        # No event tells of it, and Playwright's own waiting needs `eval`, which the page's policy forbids.
        while text not in await page.evaluate("sessionStorage.getItem('graphiql:tabState') ?? ''"):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
