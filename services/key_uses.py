"""When a key was last used is kept, off the path of its requests and at most once a minute."""

import asyncio
import logging
from uuid import UUID

from db import api_keys
from db.connect import Pool
from db.writing import administering

log = logging.getLogger("kontor")

# So often what was seen is written, together.
EVERY_S = 5.0


class KeyUses:
    """The keys that one process has seen in use and not written yet."""

    def __init__(self, pool: Pool, every_s: float = EVERY_S) -> None:
        self._pool = pool
        self._every_s = every_s
        self._seen: set[UUID] = set()
        self._some = asyncio.Event()
        self._writing: asyncio.Task[None] | None = None

    def note(self, api_key_id: UUID) -> None:
        """Remember that a key was used just now."""
        self._seen.add(api_key_id)
        self._some.set()

    def start(self) -> None:
        """Begin to write what is noted."""
        self._writing = asyncio.create_task(self._write_for_ever())

    async def close(self) -> None:
        """Write what is left, and stop."""
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.wait({self._writing})
        await self.write()

    async def write(self) -> None:
        """Write what was noted; what can't be written is lost, and noted again with the next use."""
        seen, self._seen = self._seen, set()
        self._some.clear()
        if not seen:
            return
        try:
            async with administering(self._pool) as tx:
                # In one order, so that two processes never wait for each other.
                await api_keys.KEEP_USES.execute(tx, api_keys=sorted(seen))
        except Exception as error:
            log.warning("When keys were last used could not be kept: %s", type(error).__name__)

    async def _write_for_ever(self) -> None:
        while True:
            await self._some.wait()
            await asyncio.sleep(self._every_s)
            await self.write()
