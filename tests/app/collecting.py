"""The HTTP side of a collector of OpenTelemetry: it keeps what it is sent."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

Facts = dict[str, str | int]


class Receiver(ThreadingHTTPServer):
    """Takes batches of spans at `url`; `bodies` are the bytes of them."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiving)
        self.bodies: list[bytes] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def requests(self) -> list[ExportTraceServiceRequest]:
        return [ExportTraceServiceRequest.FromString(body) for body in self.bodies]

    @property
    def every_span(self) -> list[Span]:
        return [
            span
            for request in self.requests
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    @property
    def spans(self) -> dict[str, Span]:
        """Those that begin a trace of ours, by their names."""
        ours = {span.span_id for span in self.every_span}
        return {span.name: span for span in self.every_span if span.parent_span_id not in ours}

    def beneath(self, parent: Span) -> Sequence[Span]:
        """Return the steps of a span, as they began."""
        steps = [span for span in self.every_span if span.parent_span_id == parent.span_id]
        return sorted(steps, key=lambda span: span.start_time_unix_nano)


class Receiving(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Receiver)
        assert self.path == "/v1/traces"
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def collecting() -> Iterator[Receiver]:
    """Run a receiver."""
    with Receiver() as receiver:
        Thread(target=receiver.serve_forever, daemon=True).start()
        try:
            yield receiver
        finally:
            receiver.shutdown()


def facts(span: Span) -> Facts:
    """Return what a span tells, but for the id of its request."""
    return {
        fact.key: fact.value.string_value or fact.value.int_value
        for fact in span.attributes
        if fact.key != "kontor.request.id"
    }
