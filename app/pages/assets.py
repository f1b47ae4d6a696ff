"""The style of the pages goes out under a path that names its content, so a browser may keep it for good."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

PAGES = Path(__file__).parents[2] / "templates" / "pages"
FOREVER = "public, max-age=31536000, immutable"


def style_route() -> Route:
    """Return the route of the style sheet."""
    return Route("/pages/{version}/page.css", _send, methods=["GET"])


def style_path() -> str:
    """Return where the style sheet is, as it is now."""
    return f"/pages/{_version()}/page.css"


async def _send(request: Request) -> Response:
    # Another version's path must never be answered with this one: it would be kept for good.
    if request.path_params["version"] != _version():
        return PlainTextResponse("Not Found", 404)
    headers = {"Cache-Control": FOREVER, "X-Content-Type-Options": "nosniff"}
    return Response(_style(), media_type="text/css", headers=headers)


@cache
def _style() -> bytes:
    return (PAGES / "page.css").read_bytes()


@cache
def _version() -> str:
    return sha256(_style()).hexdigest()[:16]
