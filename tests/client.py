"""A client of the API as tests need one: a query in, the decoded body of the answer out."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from app.asgi import create_app
from app.settings import Settings
from tests.factories import SECRET_KEY


@dataclass(frozen=True, slots=True)
class Client:
    """Asks the application, which runs in this process, with the API key of one merchant."""

    http: httpx.AsyncClient
    api_key: str

    async def post(
        self, query: str, variables: Mapping[str, Any] | None = None, **headers: str
    ) -> httpx.Response:
        """Send an operation; a header `Accept-Language` is given as `accept_language`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.http.post(
            "/graphql",
            json={"query": query, "variables": variables},
            headers={"Authorization": f"Bearer {self.api_key}", **named},
        )

    async def ask(
        self, query: str, variables: Mapping[str, Any] | None = None, **headers: str
    ) -> dict[str, Any]:
        """Return the body of the answer, errors and all."""
        body: dict[str, Any] = (await self.post(query, variables, **headers)).json()
        return body

    async def data(self, query: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the data of an answer that has no errors."""
        body = await self.ask(query, variables)
        assert "errors" not in body, body["errors"]
        data: dict[str, Any] = body["data"]
        return data


@asynccontextmanager
async def running_app(dsn: str, home: Path, *, pool_size: int = 10) -> AsyncIterator[Starlette]:
    """Give the application between its start and its end, on a migrated database."""
    settings = Settings(
        database_url=dsn, kontor_home=home, pool_size=pool_size, cost_per_second=0, secret_key=SECRET_KEY
    )
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        yield app


@asynccontextmanager
async def asking(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    """Give an HTTP client of an application in this process; errors of the application rise."""
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://kontor.test", timeout=60
    ) as http:
        yield http
