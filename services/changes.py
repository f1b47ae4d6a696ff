"""Who waits for a change is woken when it is notified; a process hears all of them on one connection."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import Context
from dataclasses import dataclass
from uuid import UUID

from db import changes
from db.connect import Connection
from db.listening import listening
from domain.ids import MerchantId

log = logging.getLogger("kontor.changes")

# After how long a lost connection is opened again; until then, who waits finds out by looking.
RETRY_S = 2.0


@dataclass(frozen=True, slots=True)
class Topic:
    """What may change: something of a merchant, such as the job that works on a `subject`."""

    merchant_id: MerchantId
    noun: str
    subject: UUID

    def __str__(self) -> str:
        return f"{self.merchant_id}/{self.noun}/{self.subject}"


def job_topic(merchant_id: MerchantId, subject: UUID) -> Topic:
    """Return the topic of whatever is worked on in the background."""
    return Topic(merchant_id, "job", subject)


async def tell_change(tx: Connection, topic: Topic) -> None:
    """Have all processes told, once the transaction is committed. Once a batch is enough."""
    await changes.NOTIFY.execute(tx, topic=str(topic))


class Changes:
    """The changes of one database, for one process. The connection is opened when first somebody waits.

    A hint may be missed, behind a pooler of transactions each of them: who waits also looks by itself.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._listener: asyncio.Task[None] | None = None

    @contextmanager
    def awaited(self, topic: Topic) -> Iterator[asyncio.Event]:
        """Yield what is set at each change of the topic; who waits clears it."""
        if self._listener is None:
            self._listener = asyncio.create_task(self._listen(), context=Context())  # for all who wait
        changed = asyncio.Event()
        waiting = self._waiting.setdefault(str(topic), set())
        waiting.add(changed)
        try:
            yield changed
        finally:
            waiting.remove(changed)
            if not waiting:
                del self._waiting[str(topic)]

    async def close(self) -> None:
        """Stop listening."""
        if self._listener is not None:
            self._listener.cancel()
            with suppress(asyncio.CancelledError):
                await self._listener

    def _heard(self, payload: str) -> None:
        for changed in self._waiting.get(payload, ()):
            changed.set()

    async def _listen(self) -> None:
        while True:
            try:
                async with listening(self._dsn, changes.CHANNEL, self._heard) as deaf:
                    await deaf.wait()
            except Exception:
                log.warning("changes can't be heard; trying again", exc_info=True)
            await asyncio.sleep(RETRY_S)
