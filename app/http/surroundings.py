"""What a root field may use of the process, for one caller on one connection."""

from starlette.requests import HTTPConnection

from domain.caller import Caller
from resolvers.context import Context


def surroundings(connection: HTTPConnection, caller: Caller) -> Context:
    """Return the context of the operations that a caller sends on a connection, of HTTP or a WebSocket."""
    state = connection.app.state

    def base_url() -> str:
        url = str(connection.base_url).rstrip("/")
        return "http" + url.removeprefix("ws") if url.startswith("ws") else url

    return Context(
        state.pool,
        caller,
        state.storage,
        state.links,
        state.following,
        base_url,
        state.addresses,
        state.secrets,
        state.changed_rows,
        state.private_webhooks,
    )
