"""What the server sends for the explorer: a strict page, files to keep for good, or what is missing."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from app.explorer import explorer_page, static_mount
from app.explorer.bundle import STATIC, Bundle, find_bundle
from app.explorer.page import render_page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


@pytest.fixture
def bundle() -> Bundle:
    """Return the page's files as `make explorer` fetched them."""
    found = find_bundle()
    assert found is not None, "run `make explorer` first"
    return found


@pytest.fixture
def client() -> httpx.AsyncClient:
    """Return a client of an application that has the files and nothing else."""
    app = Starlette(routes=[static_mount()])
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://kontor.test")


def test_the_page_lets_no_other_host_and_no_inline_script_in(bundle: Bundle) -> None:
    """The policy names this server only, and the page obeys it by itself."""
    page = explorer_page()

    assert page.status_code == 200
    assert page.headers["Content-Security-Policy"] == POLICY
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Vary"] == "Accept"
    assert bytes(page.body).count(b"<script ") == bytes(page.body).count(b"></script>") == 4
    assert b"http" not in page.body


def test_without_its_files_the_page_says_so_in_three_languages(tmp_path: Path) -> None:
    """A set-up without npm leaves an explanation, not a white page."""
    page = render_page(find_bundle(modules=tmp_path))

    text = bytes(page.body).decode()
    assert page.status_code == 503
    assert page.headers["Content-Security-Policy"] == POLICY
    assert '<p lang="de">Dem Explorer fehlen seine Dateien' in text
    assert '<p lang="fr">Il manque à l’explorateur ses fichiers' in text
    assert '<p lang="en">The explorer lacks its files' in text


async def test_every_file_of_the_page_may_be_kept_for_good(bundle: Bundle, client: httpx.AsyncClient) -> None:
    """Each is there under the version's path, as what it is."""
    async with client:
        for name, asset in bundle.assets.items():
            answer = await client.get(f"/explorer/{bundle.version}/{name}")

            assert answer.content == asset.content
            assert answer.headers["Content-Type"] == asset.media_type
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


async def test_a_browser_that_takes_gzip_gets_gzip(bundle: Bundle, client: httpx.AsyncClient) -> None:
    """GraphiQL's script is compressed on the way, but not for those who can't read that."""
    path = f"/explorer/{bundle.version}/graphiql.min.js"

    async with client, client.stream("GET", path, headers={"Accept-Encoding": "gzip, br"}) as answer:
        sent = b"".join([chunk async for chunk in answer.aiter_raw()])
        plain = await client.get(path, headers={"Accept-Encoding": "identity"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(sent) == plain.content
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/explorer/0000000000000000/explorer.js", id="another version"),
        pytest.param("/explorer/{version}/page.html", id="a template"),
        pytest.param("/explorer/{version}/..%2Fbundle.py", id="a way out of the folder"),
    ],
)
async def test_nothing_else_is_there(bundle: Bundle, client: httpx.AsyncClient, path: str) -> None:
    """Only the page's files are served, and only those of this version."""
    async with client:
        answer = await client.get(path.format(version=bundle.version))

    assert answer.status_code == 404
    assert "Cache-Control" not in answer.headers


def test_the_three_languages_say_the_same_things() -> None:
    """No text is missing in one of them."""
    texts = json.loads((STATIC / "texts.json").read_text(encoding="utf-8"))

    assert list(texts) == ["de", "fr", "en"]
    assert texts["de"].keys() == texts["fr"].keys() == texts["en"].keys()
    assert all(text for words in texts.values() for text in words.values())
