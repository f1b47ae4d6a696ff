"""The explorer's files go out under a path that names their version, so a browser may keep them for good."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

from app.explorer.bundle import Asset, find_bundle

PREFIX = "/explorer"
FOREVER = "public, max-age=31536000, immutable"


def static_mount() -> Mount:
    """Return the mount of the page's files: `/explorer/<version>/<name>`."""
    return Mount(PREFIX, routes=[Route("/{version}/{name}", _send, methods=["GET"])])


def _send(request: Request) -> Response:
    # Not `async`: Starlette then calls it in a thread, where compressing holds up nobody.
    asset = _find_asset(**request.path_params)
    if asset is None:
        return PlainTextResponse("Not Found", status_code=404)
    headers = {"Cache-Control": FOREVER, "X-Content-Type-Options": "nosniff", "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return Response(asset.content, media_type=asset.media_type, headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(asset.gzipped, media_type=asset.media_type, headers=headers)


def _find_asset(version: str, name: str) -> Asset | None:
    bundle = find_bundle()
    # Another version's path must never be answered with these files: it would be kept for good.
    return bundle.assets.get(name) if bundle is not None and bundle.version == version else None
