"""What a collector of OpenTelemetry is told of background work, and what becomes of us while it is away."""

import asyncio
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Status

from app.settings import CHECKOUT, Settings
from app.tracing import tracing
from db.connect import connect_pool
from domain.jobs import JobKind
from services.storage import Storage
from services.witness import JobRun, RunOutcome
from tests.app.collecting import Receiver, collecting, facts
from tests.app.serving import free_port
from tests.app.test_worker import ended, worker
from tests.factories import make_shop
from tests.services.imports.importing import Desk

CANARY = "Kanarienvogel"

# What a process loads when it serves: everything up to the end of its start.
SERVED = """
import asyncio, sys
from pathlib import Path
from app.asgi import create_app
from app.settings import Settings

async def main() -> None:
    app = create_app(Settings(database_url=sys.argv[1], kontor_home=Path(sys.argv[2])))
    async with app.router.lifespan_context(app):
        print("opentelemetry" in sys.modules)

asyncio.run(main())
"""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with collecting() as receiver:
        yield receiver


def job(kind: str, attempt: int, outcome: str) -> dict[str, str | int]:
    return {"kontor.job.kind": kind, "kontor.job.attempt": attempt, "kontor.job.outcome": outcome}


async def test_a_job_is_told_and_whether_it_failed(receiver: Receiver) -> None:
    """In the name of the service that the resource has."""
    async with tracing(Settings(otel_exporter_otlp_endpoint=receiver.url)) as spans:
        assert spans is not None
        spans.saw(JobRun(JobKind.IMPORT, 1, RunOutcome.SUCCEEDED, None, 1.5, {"created": 3}))
        spans.saw(JobRun(JobKind.EXPORT, 2, RunOutcome.BROKEN_OFF, None, 0.5))
        spans.saw(JobRun(JobKind.BATCH, 9, RunOutcome.FAILED, "batch_broken_off", 0.5))

    told = receiver.spans
    assert {name: facts(span) for name, span in told.items()} == {
        "job IMPORT": job("IMPORT", 1, "SUCCEEDED"),
        "job EXPORT": job("EXPORT", 2, "BROKEN_OFF"),
        "job BATCH": {**job("BATCH", 9, "FAILED"), "error.type": "batch_broken_off"},
    }
    imported = told["job IMPORT"]
    assert imported.end_time_unix_nano - imported.start_time_unix_nano == 1_500_000_000
    assert imported.status.code == Status.STATUS_CODE_UNSET
    assert told["job EXPORT"].status.code == Status.STATUS_CODE_ERROR
    assert told["job BATCH"].status.code == Status.STATUS_CODE_ERROR
    (request,) = receiver.requests
    names = [
        fact.value.string_value
        for fact in request.resource_spans[0].resource.attributes
        if fact.key == "service.name"
    ]
    assert names == ["kontor"]


async def test_a_worker_tells_of_its_jobs_before_it_ends(
    fresh_dsn: str, tmp_path: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And repeats nothing of the file."""
    pool = await connect_pool(fresh_dsn, size=2)
    desk = Desk(await make_shop(pool), Storage.at((tmp_path / "files").as_uri()))
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url)
    monkeypatch.setenv("OTEL_SERVICE_NAME", "kontor-worker")

    with worker(fresh_dsn, tmp_path):
        await ended(desk, await desk.hand_in(f"Nachname;Vorname\n{CANARY};Eins\n"))
    await pool.close()

    assert {name: facts(span) for name, span in receiver.spans.items()} == {
        "job IMPORT": job("IMPORT", 1, "SUCCEEDED")
    }
    (body,) = receiver.bodies
    assert b"kontor-worker" in body
    assert CANARY.encode() not in body


async def test_a_collector_that_is_away_is_one_warning_and_keeps_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Stopping takes as long as a last try."""
    begun = time.monotonic()
    with caplog.at_level(logging.DEBUG):
        async with tracing(Settings(otel_exporter_otlp_endpoint=f"http://127.0.0.1:{free_port()}")) as spans:
            assert spans is not None
            for _ in range(1_500):  # several batches
                spans.saw(JobRun(JobKind.IMPORT, 1, RunOutcome.SUCCEEDED, None, 1.5))

    assert time.monotonic() - begun < 6
    ours = [record for record in caplog.records if record.name.startswith(("kontor", "opentelemetry"))]
    assert [(record.levelname, record.getMessage()) for record in ours] == [
        ("WARNING", "the collector takes no traces; they are dropped until it does")
    ]


async def test_without_a_collector_the_library_is_not_loaded(fresh_dsn: str, tmp_path: Path) -> None:
    """A served process is as small and quick as before."""
    served = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", SERVED, fresh_dsn, str(tmp_path)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (served.stdout, served.returncode) == ("False\n", 0), served.stderr
