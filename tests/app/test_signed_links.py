"""Every link that is signed opens one kind of thing, at one place, and nothing once its key opens nothing."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from app.downloads import download_routes
from app.uploads import upload_routes
from domain.access import Role
from domain.ids import ApiKeyId, Kind, encode
from services.api_keys import create_api_key, revoke_api_key
from services.exports.run import run_export
from services.jobs import claim_job
from tests.client import Client, asking, running_app
from tests.factories import Shop
from tests.services.imports.importing import Desk, csv, forget_jobs

ROUTES = [route.path for route in [*download_routes(), *upload_routes()]]  # type: ignore[attr-defined]
OPENS_NOTHING = {"/downloads": 410, "/uploads": 403}


@dataclass(frozen=True, slots=True)
class Links:
    """A link of each kind, by its route, and the key with which they were asked for."""

    shop: Shop
    http: httpx.AsyncClient
    key: ApiKeyId
    token: Mapping[str, str]

    async def follow(self, route: str, token: str) -> int:
        """Return the status of what a link to this place opens; a file is sent where one is taken."""
        path = route.format(token=token)
        if path.startswith("/uploads"):
            return (await self.http.put(path, content=b"Vorname\nAda\n")).status_code
        return (await self.http.get(path)).status_code


@pytest.fixture
async def links(dsn: str, shop: Shop, tmp_path: Path) -> AsyncIterator[Links]:
    await forget_jobs(shop.pool)
    async with running_app(dsn, tmp_path) as app, asking(app) as http:
        key = await create_api_key(shop.pool, shop.caller.merchant_id, Role.MANAGER, "Aushilfe")
        urls = await _asked_for(Client(http, key.secret), shop, app.state.storage)
        tokens = {route: urlsplit(url).path.rpartition("/")[2] for route, url in urls.items()}
        yield Links(shop, http, key.id, tokens)
    await forget_jobs(shop.pool)


async def _asked_for(client: Client, shop: Shop, storage: Any) -> dict[str, str]:
    done = await Desk(shop, storage).bring(csv("Nachname;Mobiltelefon", "Weiß;4,9E+12"))
    create = (
        "mutation { customerExportCreate(scope: ALL, format: CSV) { customerExport { id } }"
        ' stagedUploadCreate(fileName: "kunden.csv", byteSize: 12) { stagedUpload { url } } }'
    )
    made = await client.data(create)
    claim = await claim_job(shop.pool)
    assert claim is not None
    await run_export(shop.pool, claim, storage)
    told = await client.data(
        "query ($import: ID!, $export: ID!) { customerImport(id: $import) { reportUrl }"
        " customerExport(id: $export) { url } customerImportTemplate(format: CSV) }",
        {
            "import": encode(Kind.IMPORT, done.id),
            "export": made["customerExportCreate"]["customerExport"]["id"],
        },
    )
    return {
        "/downloads/customer-export/{token}": told["customerExport"]["url"],
        "/downloads/customer-template/{token}": told["customerImportTemplate"],
        "/downloads/import-report/{token}": told["customerImport"]["reportUrl"],
        "/uploads/{token}": made["stagedUploadCreate"]["stagedUpload"]["url"],
    }


def refusal(route: str) -> int:
    """Return the status by which a place refuses what opens nothing there."""
    return next(status for place, status in OPENS_NOTHING.items() if route.startswith(place))


@pytest.mark.parametrize("place", ROUTES)
async def test_a_link_opens_what_it_is_for_and_nothing_elsewhere(links: Links, place: str) -> None:
    """Every kind of link at every place where one is taken."""
    found = {kind: await links.follow(place, token) for kind, token in links.token.items()}

    assert found == {kind: refusal(place) for kind in ROUTES} | {place: 204 if "uploads" in place else 200}


async def test_a_link_to_the_bank_that_is_played_opens_nothing_here(links: Links) -> None:
    """Nor do ours pay anything there."""
    for place, token in links.token.items():
        assert (await links.http.get(f"/sandbox/{token}")).status_code == 410, place


@pytest.mark.parametrize("place", ROUTES)
async def test_with_its_key_a_link_is_revoked(links: Links, place: str) -> None:
    await revoke_api_key(links.shop.pool, links.shop.caller.merchant_id, links.key)

    assert await links.follow(place, links.token[place]) == refusal(place)


@pytest.mark.parametrize("place", ROUTES)
async def test_with_its_key_a_link_expires(links: Links, place: str) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    await links.shop.pool.fetch("update api_key set expires_at = $2 where id = $1", links.key, before)

    assert await links.follow(place, links.token[place]) == refusal(place)


@pytest.mark.parametrize("place", ROUTES)
async def test_a_link_that_was_changed_or_made_up_opens_nothing(links: Links, place: str) -> None:
    token = links.token[place]
    changed = token[:5] + ("A" if token[5] != "A" else "B") + token[6:]

    for made_up in (changed, token[:-3], "x", "e30.e30", "x.", "é.🦊", "a" * 10_000):
        assert await links.follow(place, made_up) == refusal(place)


async def test_what_a_viewer_may_not_do_no_link_of_theirs_does(links: Links) -> None:
    """Were a key's role another one by the time, its links would follow it."""
    await links.shop.pool.fetch("update api_key set role = 'VIEWER' where id = $1", links.key)

    found = {place: await links.follow(place, token) for place, token in links.token.items()}

    assert found == {
        "/downloads/customer-export/{token}": 410,
        "/downloads/customer-template/{token}": 200,
        "/downloads/import-report/{token}": 200,
        "/uploads/{token}": 403,
    }
