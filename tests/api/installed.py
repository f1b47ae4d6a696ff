"""An installation with settings of its own, in this process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from app.asgi import create_app
from app.settings import Settings
from tests.client import asking
from tests.factories import Shop


@asynccontextmanager
async def installed(dsn: str, shop: Shop, home: Path, **settings: Any) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client with an owner's key, of an application with these settings."""
    app = create_app(replace(Settings(), database_url=dsn, kontor_home=home, **settings))
    async with app.router.lifespan_context(app), asking(app) as http:
        http.headers["Authorization"] = f"Bearer {await shop.api_key()}"
        yield http
