"""A signed link opens one kind of thing, as whoever asked for it may act by now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from domain.access import Permission, may
from domain.caller import Caller
from services.authentication import signer_of


@dataclass(frozen=True, slots=True)
class Opened:
    """What the link in a request opens, and to whom."""

    caller: Caller
    says: Mapping[str, Any]


async def opened(request: Request, kind: str, permission: Permission) -> Opened | None:
    """Return what the token in the path opens.

    None for one that is not ours, is for something else or has expired, and when its maker's key is
    revoked or may not do this.
    """
    state = request.app.state
    says = state.links.of(kind).opened(request.path_params["token"])
    if says is None:
        return None
    caller = await signer_of(state.pool, says)
    if caller is None or not may(caller.role, permission):
        return None
    return Opened(caller, says)
