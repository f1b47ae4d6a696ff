"""Whatever a root field has Postgres do is told of its answer; else its time would be looked for in vain."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from app.answered import Answered
from app.http.request_id import current_request_id
from app.http.steps import StepKind
from services.witness import Ended
from tests.api.arguments import least_arguments
from tests.api.asking import send
from tests.api.furnished import Furnished
from tests.api.root_fields import ROOT_FIELDS
from tests.client import Client, asking, running_app

# Before it reads a type for the first time, the driver asks what that is, with jit off and on again.
DRIVERS_OWN = ("typeinfo_tree", "'jit'")


@dataclass(frozen=True, slots=True)
class Kept:
    """The statements that are told, by the request that they were for."""

    statements: dict[str, list[str]] = field(default_factory=dict)

    def add_answer(self, answered: Answered) -> None:
        id_ = str(answered.facts["kontor.request.id"])
        self.statements[id_] = [step.name for step in answered.steps if step.kind is StepKind.STATEMENT]

    def saw(self, ended: Ended) -> None:
        """Take no notice of background work."""


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> dict[str | None, list[str]]:
    """What the driver says of statements that have run, by the request that they were for."""
    statements: dict[str | None, list[str]] = defaultdict(list)

    # It is called in the context in which the statement was run.
    def log(record: Any) -> None:
        if not any(word in record.query for word in DRIVERS_OWN):
            statements[current_request_id()].append(record.query)

    connect = asyncpg.connect

    async def connect_and_log(*args: Any, **settings: Any) -> "asyncpg.Connection[asyncpg.Record]":
        connection: asyncpg.Connection[asyncpg.Record] = await connect(*args, **settings)
        connection.add_query_logger(log)
        return connection

    monkeypatch.setattr(asyncpg, "connect", connect_and_log)
    return statements


async def test_every_statement_of_every_root_field_is_told(
    furnished: Furnished, dsn: str, tmp_path: Path, logged: dict[str | None, list[str]]
) -> None:
    """As many as the driver counts."""
    kept = Kept()
    async with running_app(dsn, tmp_path, pool_size=1) as app, asking(app) as http:
        app.state.ledger.spans = kept
        client = Client(http, await furnished.shop.api_key())
        for root in ROOT_FIELDS:
            arguments = least_arguments(root, furnished.ids)
            for time in ("before", "now"):
                await send(client, root, arguments, x_request_id=f"{root.name}.{time}")
        await asyncio.sleep(0)  # the driver tells of a statement a moment later
        # Before the end, which keeps when keys were used in the name of whoever asked last.
        untold = {
            root.name: (kept.statements[id_], [sql[:60] for sql in logged[id_]])
            for root in ROOT_FIELDS
            if len(logged[id_ := f"{root.name}.now"]) != len(kept.statements[id_])
        }

    assert untold == {}
    assert sum(map(len, kept.statements.values())) > len(ROOT_FIELDS)
