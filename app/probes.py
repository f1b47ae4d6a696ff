"""What an orchestrator asks: does this process live, and is it to be sent requests?"""

import asyncio
import logging
from enum import StrEnum

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from app.http.draining import Draining
from db.connect import Pool
from db.schema_version import SchemaVersion

log = logging.getLogger("kontor.probes")

# Anybody may ask, as often as they like; the database is asked so often at most.
LOOK_EVERY_S = 1.0
# Who gets no connection in this time is better not sent any more for now.
PATIENCE_S = 2.0
NEVER_KEPT = {"Cache-Control": "no-store"}


class Readiness(StrEnum):
    """Whether requests are to be sent here, or why not."""

    READY = "ready"
    STOPPING = "stopping"
    DATABASE_AWAY = "database_away"
    SCHEMA_OUTDATED = "schema_outdated"


class Probes:
    """What is known of this process and its database, looked at again when it is a moment old."""

    def __init__(self, pool: Pool, draining: Draining) -> None:
        self._pool = pool
        self._draining = draining
        self._version = SchemaVersion()
        self._database = Readiness.READY
        self._looked_at = float("-inf")
        self._looking = asyncio.Lock()

    async def readiness(self) -> Readiness:
        """Return whether requests are to be sent here."""
        if self._draining.begun:
            return Readiness.STOPPING
        async with self._looking:  # many who ask at once are answered by one look
            now = asyncio.get_running_loop().time()
            if now - self._looked_at >= LOOK_EVERY_S:
                self._database = await self._look()
                self._looked_at = asyncio.get_running_loop().time()
        return self._database

    async def _look(self) -> Readiness:
        try:
            async with asyncio.timeout(PATIENCE_S):
                outdated = await self._version.is_behind(self._pool)
        except Exception as error:
            log.warning("the database does not answer: %s", type(error).__name__)
            return Readiness.DATABASE_AWAY
        return Readiness.SCHEMA_OUTDATED if outdated else Readiness.READY


def probe_routes() -> list[BaseRoute]:
    """Return the routes of both questions; neither needs a key, and neither tells more than a word."""
    return [Route("/healthz", _healthz), Route("/readyz", _readyz)]


async def _healthz(_request: Request) -> Response:
    # Nothing is looked at: a process is not mended by being killed because its database is away.
    return JSONResponse({"status": "alive"}, headers=NEVER_KEPT)


async def _readyz(request: Request) -> Response:
    readiness = await request.app.state.probes.readiness()
    status = 200 if readiness is Readiness.READY else 503
    return JSONResponse({"status": readiness}, status, headers=NEVER_KEPT)
