"""An application whose text messages go by Twilio, and whose e-mails go by a gateway of our HTTP contract."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from app.asgi import create_app
from app.settings import Settings
from tests.app.gateways.speaking import PUBLIC, SECRET
from tests.client import asking


@pytest.fixture(scope="session")
async def app(dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Starlette]:
    """Text messages go by Twilio, e-mails by a gateway of the HTTP contract."""
    settings = Settings(
        database_url=dsn,
        kontor_home=tmp_path_factory.mktemp("kontor"),
        public_url=PUBLIC,
        sms_url="twilio://AC42:t0ken@api.twilio.com?from=+4930111222",
        mail_url=f"https://mail.example?secret={SECRET}",
    )
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def http(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(app) as http:
        yield http
