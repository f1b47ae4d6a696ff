"""How spans reach OpenTelemetry's collector: in batches, from a thread; dropped as long as it is away."""

import logging
import os
import time
from collections.abc import Sequence

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import SpanKind, StatusCode, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from app.answered import Answered
from app.http.steps import Step, StepKind
from app.spans_of_work import WorkSpan, span_of
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

    def add_answer(self, answered: Answered) -> None:
        """Tell of an answer that is over now, and of its steps, in the trace that its headers name."""
        headers = {
            _PROPAGATED[key]: value.decode("latin-1") for key, value in answered.headers if key in _PROPAGATED
        }
        caller = self._propagator.extract(headers, Context())
        now, ended = time.perf_counter(), time.time_ns()
        begun = ended - int((now - answered.begun) * _NANOSECONDS)
        span = self._tracer.start_span(
            answered.title, caller, SpanKind.SERVER, answered.facts, start_time=begun
        )
        if span.is_recording():
            inside = set_span_in_context(span, caller)
            for step in answered.steps:
                kind = SpanKind.CLIENT if step.kind is StepKind.STATEMENT else SpanKind.INTERNAL
                self._add(inside, kind, step, ended - int((now - step.begun) * _NANOSECONDS))
        if answered.failed:
            span.set_status(StatusCode.ERROR)
        span.end(ended)

    def saw(self, ended: Ended) -> None:
        """Tell of background work that is over now: each piece begins a trace of its own."""
        span = span_of(ended)
        if span is not None:
            begun = time.time_ns() - int(span.seconds * _NANOSECONDS)
            self._add(Context(), span.kind, span, begun)

    def close(self) -> None:
        """Send what is left, or give it up when nobody takes it. Blocks for some seconds at most."""
        self._exporter.is_closing = True
        self._provider.shutdown()

    def _add(self, inside: Context, kind: SpanKind, told: Step | WorkSpan, begun: int) -> None:
        span = self._tracer.start_span(told.name, inside, kind, told.facts, start_time=begun)
        if told.failed:
            span.set_status(StatusCode.ERROR)
        span.end(begun + int(told.seconds * _NANOSECONDS))


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
