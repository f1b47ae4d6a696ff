"""What operators count of subscriptions: how many are open, what they told, and how they ended."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge

_LABELS = ("operation", "transport")


class StreamMetrics:
    """The numbers of one process, by the operation's name and by what it goes over."""

    def __init__(self, registry: CollectorRegistry, bounded: Callable[[str], str]) -> None:
        self._bounded = bounded
        self._open = Gauge(
            "kontor_streams_open", "Subscriptions that are being followed", _LABELS, registry=registry
        )
        self._events = Counter("kontor_stream_events", "Events that were told", _LABELS, registry=registry)
        self._ended = Counter(
            "kontor_streams_ended", "Subscriptions that ended", (*_LABELS, "outcome"), registry=registry
        )

    def opened(self, operation: str, transport: str) -> None:
        """Count a subscription that begins."""
        self._open.labels(self._bounded(operation), transport).inc()

    def told(self, operation: str, transport: str) -> None:
        """Count an event."""
        self._events.labels(self._bounded(operation), transport).inc()

    def ended(self, operation: str, transport: str, outcome: str) -> None:
        """Count the end of a subscription that has begun."""
        self._open.labels(self._bounded(operation), transport).dec()
        self._ended.labels(self._bounded(operation), transport, outcome).inc()
