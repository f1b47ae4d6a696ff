"""An operation over a stream is admitted, its results passed on, and it is known how it ended."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from enum import StrEnum

from app.graphql.engine import Prepared
from app.graphql.limits import INVALID_COST
from app.graphql.subscriptions import CutOff, NotRun
from app.http.account import Account, End
from app.http.streams import Streams
from app.http.throttle import Charged
from app.stream_metrics import StreamMetrics
from db.witness import watch_statements


class Transport(StrEnum):
    """What streams go over."""

    WEBSOCKET = "websocket"
    EVENT_STREAM = "sse"


class Followed:
    """One operation over a stream of a process; what becomes of it is noted in its account."""

    def __init__(
        self,
        account: Account,
        transport: Transport,
        streams: Streams,
        metrics: StreamMetrics,
        charged: Charged,
    ) -> None:
        self._account = account
        self._transport = transport
        self._streams = streams
        self._metrics = metrics
        self._charged = charged
        self._subscription: str | None = None  # its name, once it is admitted

    def admit(self, prepared: Prepared) -> None:
        """Let an operation begin. Errors: CutOff."""
        self._charged.take(prepared.cost)
        if prepared.operation.is_subscription:
            self._subscription = prepared.operation.name
            # Steps are those until it begins: there is no end of those to come.
            watch_statements(None)
            self._metrics.opened(self._subscription, self._transport)

    async def passed_on(self, results: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
        """Yield the results. Errors: CutOff."""
        end: End | None = None
        try:
            async with aclosing(results):
                async for body in results:
                    self._count_event()
                    yield body
            end = End.COMPLETED
        except CutOff as cut_off:
            if isinstance(cut_off, NotRun):
                self._charged.charge(INVALID_COST)
            end = End.FAILED if self._account.failures else End.REFUSED
            raise
        finally:
            self._note(end or (End.STOPPED if self._streams.ending.is_set() else End.LEFT))

    def _count_event(self) -> None:
        if self._subscription is not None:
            self._account.events += 1
            self._metrics.told(self._subscription, self._transport)

    def _note(self, end: End) -> None:
        self._account.end = end
        if self._subscription is not None:
            self._metrics.ended(self._subscription, self._transport, end)
