"""The ASGI application: its routes, and what a process opens at its start and closes at its end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from app.explorer import static_mount
from app.http.endpoint import GraphQLEndpoint
from app.http.negotiation import JSON, language
from app.http.refusals import Refused
from app.settings import Settings
from db.connect import connect_pool
from domain.locale import Locale
from services.authentication import Authenticator


def create_app(settings: Settings) -> Starlette:
    """Return the application; `settings.database_url` names its migrated database."""
    routes: list[BaseRoute] = [
        # As an application and not a function: Starlette leaves methods and errors to it.
        Route("/graphql", GraphQLEndpoint(explorer=settings.explorer))
    ]
    if settings.explorer:
        routes.append(static_mount())

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        assert settings.database_url is not None
        pool = await connect_pool(settings.database_url, size=settings.pool_size)
        app.state.pool = pool
        app.state.authenticator = Authenticator(pool)
        app.state.storage = settings.kontor_home / "uploads"
        yield
        await pool.close()

    return Starlette(routes=routes, lifespan=lifespan, exception_handlers={404: _page_not_found})


async def _page_not_found(request: Request, _error: Exception) -> Response:
    spoken = language(request.headers.get("accept-language"), Locale.EN)
    return Refused(404, "NOT_FOUND", "page_not_found").response(JSON, spoken)
