"""How spans reach OpenTelemetry's collector: in batches, from a thread; dropped as long as it is away."""

import logging
import os
import time
from collections.abc import Mapping, Sequence

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from app.spans_of_work import span_of
from app.tracing import Headers
from services.witness import Ended

log = logging.getLogger("kontor.tracing")

# Stopping waits for the last batch so long; a collector is close by.
TIMEOUT_S = 2.0
_NANOSECONDS = 1_000_000_000
_PROPAGATED = {b"traceparent": "traceparent", b"tracestate": "tracestate"}


class Collector:
    """The spans of one process. What else OpenTelemetry's variables say, its library reads itself."""

    def __init__(self, endpoint: str) -> None:
        # It would log each batch that is lost, several times; we say it once.
        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
        self._exporter = _Exporter(endpoint)
        self._provider = TracerProvider(resource=_resource(), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(self._exporter))
        self._tracer = self._provider.get_tracer("kontor")
        self._propagator = TraceContextTextMapPropagator()

    def add_answer(
        self, name: str, headers: Headers, seconds: float, status: int, facts: dict[str, str]
    ) -> None:
        """Tell of an answer that took `seconds` until now, in the trace that its request's headers name."""
        caller = self._propagator.extract(
            {_PROPAGATED[key]: value.decode("latin-1") for key, value in headers if key in _PROPAGATED},
            Context(),
        )
        attributes: dict[str, str | int] = {**facts, "http.response.status_code": status}
        self._add(name, SpanKind.SERVER, seconds, caller, attributes, failed=status >= 500)

    def saw(self, ended: Ended) -> None:
        """Tell of background work that is over now: each piece begins a trace of its own."""
        span = span_of(ended)
        if span is not None:
            self._add(span.name, span.kind, span.seconds, Context(), span.facts, failed=span.failed)

    def close(self) -> None:
        """Send what is left, or give it up when nobody takes it. Blocks for some seconds at most."""
        self._exporter.is_closing = True
        self._provider.shutdown()

    def _add(
        self,
        name: str,
        kind: SpanKind,
        seconds: float,
        context: Context,
        attributes: Mapping[str, str | int],
        *,
        failed: bool,
    ) -> None:
        ended = time.time_ns()
        begun = ended - int(seconds * _NANOSECONDS)
        span = self._tracer.start_span(name, context, kind, attributes, start_time=begun)
        if failed:
            span.set_status(StatusCode.ERROR)
        span.end(ended)


class _Exporter(SpanExporter):
    """OpenTelemetry's, with a word when the collector goes away, and no patience at the end."""

    def __init__(self, endpoint: str) -> None:
        timeout_s = None if "OTEL_EXPORTER_OTLP_TIMEOUT" in os.environ else TIMEOUT_S
        self._sending = OTLPSpanExporter(f"{endpoint}/v1/traces", timeout=timeout_s)
        self._is_away = False
        self.is_closing = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send a batch, or lose it."""
        if self._is_away and self.is_closing:
            return SpanExportResult.FAILURE
        result = self._sending.export(spans)
        was_away, self._is_away = self._is_away, result is not SpanExportResult.SUCCESS
        if self._is_away and not was_away:
            log.warning("the collector takes no traces; they are dropped until it does")
        return result

    def shutdown(self) -> None:
        """Let go of the connection."""
        self._sending.shutdown()  # type: ignore[no-untyped-call]


def _resource() -> Resource:
    given = Resource.create()  # by OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES
    named = not str(given.attributes.get(SERVICE_NAME, "unknown_service")).startswith("unknown_service")
    return given if named else given.merge(Resource({SERVICE_NAME: "kontor"}))
