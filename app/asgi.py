"""The ASGI application: its routes, and what a process opens at its start and closes at its end."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.downloads import download_routes
from app.explorer import static_mount
from app.file_storage import file_storage
from app.graphql.engine import Engine
from app.graphql.policy import Policy
from app.http.cors import Cors
from app.http.draining import Draining
from app.http.endpoint import GraphQLEndpoint
from app.http.envelope import Envelope
from app.http.ledger import Ledger
from app.http.negotiation import JSON, language
from app.http.places import Places
from app.http.refusals import Refused
from app.http.streams import Streams
from app.http.throttle import Throttle
from app.identity import check_identity, tokens_of_people
from app.kept_secrets import link_secret, secret_key
from app.messengers import gateways
from app.metrics import Metrics
from app.metrics_port import telling_metrics
from app.pages.assets import style_route
from app.pages.opt_out import opt_out_routes
from app.pages.payer import payer_routes
from app.pages.sandbox import sandbox_routes
from app.payment_provider import is_sandbox, payment_provider
from app.probes import Probes, probe_routes
from app.public_url import public_url
from app.settings import Settings
from app.tracing import tracing
from app.trusted_documents import trusted_documents
from app.uploads import upload_routes
from app.webhooks.endpoint import webhook_routes
from app.webhooks.gateways import gateway_routes, words_of
from app.websocket.endpoint import GraphQLSocket
from db.connect import connect_pool
from domain.locale import Locale
from services.addresses import Addresses
from services.authentication import Authenticator
from services.changed_rows import ChangedRows
from services.changes import Changes
from services.following import Following
from services.key_uses import KeyUses
from services.keyed_secrets import KeyedSecrets
from services.links import Links
from services.messengers.reports import ReportAddresses


def create_app(settings: Settings) -> Starlette:
    """Return the application; `settings.database_url` names its migrated database."""
    check_identity(settings)
    routes = [*probe_routes(), *download_routes(), *upload_routes(), *webhook_routes(), *gateway_routes()]
    routes += [style_route(), *payer_routes(), *opt_out_routes()]
    if is_sandbox(settings):
        routes += sandbox_routes()
    if settings.explorer:
        routes.append(static_mount())

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        assert settings.database_url is not None
        pool = await connect_pool(settings.database_url, size=settings.pool_size)
        app.state.pool = pool
        app.state.probes = Probes(pool, app.state.draining)
        app.state.storage = file_storage(settings)
        app.state.links = Links(link_secret(settings))
        app.state.addresses = Addresses(public_url(settings))
        app.state.secrets = KeyedSecrets(secret_key(settings))
        app.state.private_webhooks = settings.webhooks_to_private_addresses
        key_uses = KeyUses(pool)
        key_uses.start()
        people = AsyncExitStack()
        app.state.authenticator = Authenticator(
            pool,
            secrets=app.state.secrets,
            uses=key_uses,
            tokens=await people.enter_async_context(tokens_of_people(settings)),
        )
        app.state.payment_provider = payment_provider(
            settings, pool, app.state.links, app.state.addresses, app.state.secrets
        )
        app.state.reports = ReportAddresses(public_url(settings), app.state.secrets)
        app.state.gateway_words = {
            channel: words_of(gateway, channel) for channel, gateway in gateways(settings).items()
        }
        changes = Changes(settings.database_url)
        app.state.following = Following(pool, changes)
        app.state.changed_rows = ChangedRows(pool)
        async with (
            tracing(settings) as ledger.spans,
            telling_metrics(settings.host, settings.metrics_port, lambda: metrics.exposed(pool)),
        ):
            yield
        await changes.close()
        await key_uses.close()
        await people.aclose()
        if app.state.payment_provider is not None:
            await app.state.payment_provider.close()
        await pool.close()

    engine, draining = Engine(_policy(settings)), Draining()
    cors = Cors(settings.cors_origins, public_url(settings))
    metrics = Metrics(engine.plans)
    places = Places(routes)
    ledger = Ledger(metrics, places)
    app = Kontor(
        GraphQLEndpoint(engine, explorer=settings.explorer),
        GraphQLSocket(engine, cors),
        Envelope(places, draining, ledger),
        cors,
        routes=routes,
        lifespan=lifespan,
        exception_handlers={404: _page_not_found},
    )
    app.state.ledger = ledger
    app.state.witness = metrics.work
    app.state.streams = Streams()
    app.state.draining = draining
    app.state.throttle = Throttle(settings.cost_limit, settings.cost_per_second)
    return app


def _policy(settings: Settings) -> Policy:
    documents = trusted_documents(settings.trusted_documents)
    return Policy(settings.introspection, documents, documents_only=settings.trusted_documents_only)


class Kontor(Starlette):
    """Starlette for everything but /graphql, which is asked for all the time and answers errors itself."""

    def __init__(
        self,
        graphql: GraphQLEndpoint,
        socket: GraphQLSocket,
        envelope: Envelope,
        cors: Cors,
        **starlette: Any,
    ) -> None:
        super().__init__(**starlette)
        self._graphql: dict[str, ASGIApp] = {"http": cors.around(graphql), "websocket": socket}
        self._others = cors.around(super().__call__)
        self._envelope = envelope

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or serve one WebSocket."""
        scope["app"] = self
        if scope["type"] == "lifespan":
            await super().__call__(scope, receive, send)
        elif scope["path"] == "/graphql":
            await self._envelope.answer(self._graphql[scope["type"]], scope, receive, send)
        else:
            await self._envelope.answer(self._others, scope, receive, send)


async def _page_not_found(request: Request, _error: Exception) -> Any:
    spoken = language(request.headers.get("accept-language"), Locale.EN)
    return Refused(404, "NOT_FOUND", "page_not_found").response(JSON, spoken)
