"""What a person sees and does at /graphql, in a real browser that can reach this server only."""

from __future__ import annotations

import json

import httpx
import pytest
from playwright.async_api import Browser, expect

from tests.browser.visit import WORDS, LiveServer, host_of, open_explorer, tabs_stored_with

# GraphiQL hands over the operation's name a moment after the last key, so it keeps the sample's.
TYPED_QUERY = "query FirstLook { viewer { merchant { name } } }"


async def test_a_typed_query_is_answered_and_no_other_host_is_asked(
    browser: Browser, live_server: LiveServer
) -> None:
    """The answer on the page is the API's own; nothing leaves this server and no policy is broken."""
    async with httpx.AsyncClient() as client:
        response = await client.post(
            f"{live_server.url}/graphql",
            json={"query": TYPED_QUERY},
            headers={"Authorization": f"Bearer {live_server.api_key}"},
        )
    visit = await open_explorer(browser, live_server)

    await visit.use_key(live_server.api_key)
    await visit.type_query(TYPED_QUERY)
    await visit.run()

    shown = visit.page.locator(".result-window .CodeMirror-code")
    await expect(shown).to_contain_text(
        json.dumps(response.json()["data"]["viewer"]["merchant"]["name"], ensure_ascii=False)
    )
    assert {host_of(request.url) for request in visit.asked} - {""} == {host_of(live_server.url)}
    assert visit.complaints == []


async def test_a_subscription_is_followed_on_the_page(browser: Browser, live_server: LiveServer) -> None:
    """The key in the bar goes into the socket's first message, and the last state stays on the page."""
    import_id = await hand_in(live_server, b"Vorname;E-Mail\nAda;ada@example.org\n")
    visit = await open_explorer(browser, live_server)

    await visit.use_key(live_server.api_key)
    await visit.type_query(
        f'subscription FirstLook {{ jobProgress(id: "{import_id}") {{ status progress {{ fraction }} }} }}'
    )
    # GraphiQL finds out what kind of operation it is a moment after the last key.
    await tabs_stored_with(visit.page, import_id)
    await visit.run()

    shown = visit.page.locator(".result-window .CodeMirror-code")
    await expect(shown).to_contain_text('"SUCCEEDED"', timeout=20_000)
    await expect(shown).to_contain_text('"fraction": 1')
    assert visit.complaints == []


async def hand_in(server: LiveServer, content: bytes) -> str:
    """Have a file imported, and return the import's id."""
    create = (
        "mutation ($file: Upload!) { customerImportCreate(source: {file: $file}, autoCommit: true)"
        " { customerImport { id } } }"
    )
    async with httpx.AsyncClient() as client:
        response = await client.post(
            f"{server.url}/graphql",
            headers={"Authorization": f"Bearer {server.api_key}"},
            data={
                "operations": json.dumps({"query": create, "variables": {"file": None}}),
                "map": json.dumps({"0": ["variables.file"]}),
            },
            files={"0": ("list.csv", content)},
        )
    import_id: str = response.json()["data"]["customerImportCreate"]["customerImport"]["id"]
    return import_id


async def test_the_sample_in_the_editor_fits_the_schema(browser: Browser, live_server: LiveServer) -> None:
    """The first thing to run is there already, and it runs."""
    visit = await open_explorer(browser, live_server)
    await visit.use_key(live_server.api_key)
    await expect(visit.page.locator("#key-state")).to_have_attribute("data-state", "accepted")

    async with visit.page.expect_response(lambda response: response.request.method == "POST") as answered:
        await visit.run()

    answer = await (await answered.value).json()
    assert "errors" not in answer
    assert list(answer["data"]) == ["viewer", "customers"]


async def test_the_schema_is_there_once_the_key_is(browser: Browser, live_server: LiveServer) -> None:
    """A key that is accepted makes the documentation appear without a reload."""
    visit = await open_explorer(browser, live_server)
    await visit.page.get_by_role("button", name="Show Documentation Explorer").click()

    await visit.use_key(live_server.api_key)

    docs = visit.page.locator(".graphiql-doc-explorer")
    await expect(docs.get_by_role("link", name="Query", exact=True)).to_be_visible()


async def test_without_a_key_nothing_is_sent(browser: Browser, live_server: LiveServer) -> None:
    """Both the bar and the result say what is missing."""
    visit = await open_explorer(browser, live_server)

    await visit.run()

    sentence = "The API does not answer without a key."
    await expect(visit.page.locator(".result-window .CodeMirror-code")).to_contain_text(sentence)
    await expect(visit.page.get_by_role("status")).to_contain_text(sentence)
    assert visit.operations == []


@pytest.mark.parametrize("language", sorted(WORDS))
async def test_a_wrong_key_is_named_in_the_readers_language(
    browser: Browser, live_server: LiveServer, language: str
) -> None:
    """A refused key is said beside the field, which is marked as invalid."""
    visit = await open_explorer(browser, live_server, language)
    label, _, refusal = WORDS[language]

    await visit.use_key("not-a-key", language)

    await expect(visit.page.get_by_role("status")).to_contain_text(refusal)
    await expect(visit.page.get_by_label(label, exact=True)).to_have_attribute("aria-invalid", "true")
    await expect(visit.page.locator("html")).to_have_attribute("lang", language[:2])


async def test_the_key_stays_in_its_tab(browser: Browser, live_server: LiveServer) -> None:
    """A reload remembers it; a new tab, local storage and cookies know nothing of it."""
    visit = await open_explorer(browser, live_server)
    await visit.use_key(live_server.api_key)
    await expect(visit.page.locator("#key-state")).to_have_attribute("data-state", "accepted")

    await visit.page.reload()
    await expect(visit.page.locator("#key-state")).to_have_attribute("data-state", "accepted")
    new_tab = await visit.page.context.new_page()
    await new_tab.goto(visit.page.url)

    await expect(new_tab.locator("#key-state")).to_have_attribute("data-state", "missing")
    assert await new_tab.evaluate("Object.keys(localStorage)") == []
    assert await visit.page.context.cookies() == []


async def test_headers_typed_by_hand_are_not_kept(browser: Browser, live_server: LiveServer) -> None:
    """The headers tab may hold a secret too, so what is typed there is in no storage."""
    visit = await open_explorer(browser, live_server)
    await visit.page.get_by_role("button", name="Headers", exact=True).click()
    headers = visit.page.locator(".graphiql-editor-tool .graphiql-editor:not(.hidden)")
    await headers.click()

    await visit.page.keyboard.insert_text('{"X-Secret": "s3cret"}')
    await visit.type_query("query FirstLook { __typename }")

    await expect(headers).to_contain_text("s3cret")
    await tabs_stored_with(visit.page, "__typename")
    assert "s3cret" not in await visit.page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")
