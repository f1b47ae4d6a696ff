"""An orchestrator learns whether a process lives and whether to send it requests; and nothing else."""

from pathlib import Path

import asyncpg
import httpx
import pytest

from app import probes
from db.connect import connect_pool
from db.migrate import revisions
from db.schema_version import SchemaVersion
from tests.client import asking, running_app


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question is looked into, and for a moment only."""
    monkeypatch.setattr(probes, "LOOK_EVERY_S", 0.0)
    monkeypatch.setattr(probes, "PATIENCE_S", 0.5)


async def test_a_process_that_serves_lives_and_is_ready(http: httpx.AsyncClient) -> None:
    """Without a key, and nobody on the way keeps the answer."""
    alive, ready = await http.get("/healthz"), await http.get("/readyz")

    assert (alive.status_code, alive.json()) == (200, {"status": "alive"})
    assert (ready.status_code, ready.json()) == (200, {"status": "ready"})
    assert {alive.headers["cache-control"], ready.headers["cache-control"]} == {"no-store"}


async def test_nothing_is_posted_to_a_probe(http: httpx.AsyncClient) -> None:
    assert [(await http.post(path)).status_code for path in ("/healthz", "/readyz")] == [405, 405]


async def test_a_process_that_stops_is_ready_no_more(dsn: str, tmp_path: Path) -> None:
    """It still answers, and lives."""
    async with running_app(dsn, tmp_path) as app, asking(app) as http:
        app.state.draining.begin()

        ready, alive = await http.get("/readyz"), await http.get("/healthz")

    assert (ready.status_code, ready.json()) == (503, {"status": "stopping"})
    assert alive.status_code == 200


async def test_a_database_that_is_away_is_said_and_comes_back(
    fresh_dsn: str, tmp_path: Path, impatient: None
) -> None:
    """The process lives all the while: nobody has to start it again."""
    async with running_app(fresh_dsn, tmp_path, pool_size=1) as app, asking(app) as http:
        held = await app.state.pool.take()  # whoever asks now waits for a connection
        away, alive = await http.get("/readyz"), await http.get("/healthz")
        app.state.pool.give_back(held)
        back = await http.get("/readyz")

    assert (away.status_code, away.json()) == (503, {"status": "database_away"})
    assert alive.status_code == 200
    assert (back.status_code, back.json()) == (200, {"status": "ready"})


@pytest.mark.parametrize(
    ("applied", "expected"),
    [
        (revisions()[0], (200, "ready")),
        (revisions()[1], (503, "schema_outdated")),
        ("9999_of_a_successor", (200, "ready")),
    ],
)
async def test_a_schema_that_is_behind_is_said(
    fresh_dsn: str, tmp_path: Path, impatient: None, applied: str, expected: tuple[int, str]
) -> None:
    """One that is ahead is a successor's, beside whom we work until we are replaced."""
    async with running_app(fresh_dsn, tmp_path) as app, asking(app) as http:
        owner = await asyncpg.connect(fresh_dsn)
        await owner.execute("update alembic_version set version_num = $1", applied)
        await owner.close()

        ready = await http.get("/readyz")

    assert (ready.status_code, ready.json()["status"]) == expected


async def test_a_database_without_any_migration_is_behind(fresh_dsn: str) -> None:
    pool = await connect_pool(fresh_dsn, size=1)
    await pool.fetch("delete from alembic_version")

    assert await SchemaVersion().is_behind(pool)

    await pool.close()


async def test_however_many_ask_the_database_is_asked_once(dsn: str, tmp_path: Path) -> None:
    """Nobody needs a key to ask; so nobody may make us work by it."""
    async with running_app(dsn, tmp_path, pool_size=1) as app, asking(app) as http:
        assert (await http.get("/readyz")).json() == {"status": "ready"}
        held = await app.state.pool.take()

        answers = [(await http.get("/readyz")).status_code for _ in range(20)]

        app.state.pool.give_back(held)

    assert answers == [200] * 20
