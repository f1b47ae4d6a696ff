"""Which web pages of other origins may ask us: those that the settings name, at the API and its files."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

ANY = "*"
# Pages for payers and webhooks are nobody's to ask by script.
_SHARED = ("/graphql", "/uploads/", "/downloads/")
_METHODS = ("GET", "POST", "PUT")
# Beyond those that every page may read.
_TOLD = ("Content-Disposition", "Retry-After", "WWW-Authenticate", "X-Request-ID")
# So long a browser need not ask again whether it may; Chrome keeps no answer for longer.
_KEPT_S = 7_200


class Cors:
    """Answers preflights, and tells browsers which answers a page may read.

    No cookie ever says who asks, so none is asked for: a page needs a key or token of its own. `own` is where
    we are reached, which a proxy need not tell us.
    """

    def __init__(self, origins: Sequence[str], own: str = "") -> None:
        self._origins = frozenset(origins)
        self._own = urlsplit(own).netloc.lower()

    def around(self, app: ASGIApp) -> ASGIApp:
        """Return the application as pages of the named origins may ask it; as it is when there are none."""
        if not self._origins:
            return app
        # Any header may come along, as explorers and clients add their own; without cookies that is harmless.
        shared = CORSMiddleware(
            app,
            allow_origins=sorted(self._origins),
            allow_methods=_METHODS,
            allow_headers=[ANY],
            expose_headers=_TOLD,
            max_age=_KEPT_S,
        )

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            is_shared = scope["type"] == "http" and scope["path"].startswith(_SHARED)
            await (shared if is_shared else app)(scope, receive, send)

        return answer

    def admits(self, origin: str | None, host: str | None) -> bool:
        """Tell whether a page may open a WebSocket: browsers ask nobody before they do.

        Programs name no origin, and our own pages that of the host they ask, or our public one.
        """
        if origin is None or ANY in self._origins or origin in self._origins:
            return True
        place = urlsplit(origin).netloc.lower()
        return bool(place) and place in ((host or "").lower(), self._own)
