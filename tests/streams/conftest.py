"""A server on a port, in this process: real bytes on real sockets, and a database that tests can reach."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.applications import Starlette

from app.api_server import ApiServer, configuration
from app.asgi import create_app
from app.listening import address_of, listen
from app.settings import Settings
from tests.factories import Shop
from tests.streams.jobs import Job, make_job


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; its address is without scheme."""

    app: Starlette
    address: str
    running: ApiServer

    @property
    def url(self) -> str:
        return f"http://{self.address}/graphql"

    @property
    def socket_url(self) -> str:
        return f"ws://{self.address}/graphql"


@asynccontextmanager
async def running_server(dsn: str, home: Path, settings: Settings | None = None) -> AsyncIterator[Server]:
    """Run a server until the test is done with it, as `serve` does."""
    app = create_app(settings or Settings(database_url=dsn, kontor_home=home))
    ready = asyncio.Event()
    with closing(listen("127.0.0.1", 0)) as listening:
        api = ApiServer(configuration(app), ready.set, app.state.streams, app.state.draining)
        serving = asyncio.create_task(api.serve(sockets=[listening]))
        await ready.wait()
        yield Server(app, address_of(listening).removeprefix("http://"), api)
        api.finish()
        await serving


@pytest.fixture(scope="session")
async def server(dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """One server for all tests here."""
    async with running_server(dsn, tmp_path_factory.mktemp("streams")) as server:
        yield server


@pytest.fixture
async def key(shop: Shop) -> str:
    """An owner's key of `shop`."""
    return await shop.api_key()


@pytest.fixture
async def job(shop: Shop) -> Job:
    """An import of `shop` that nobody works on."""
    return await make_job(shop)
