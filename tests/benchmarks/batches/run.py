"""A batch to many customers, sent to a gateway of ours and called off, beside a loop that only sends."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from app.embedded_postgres import EmbeddedPostgres
from app.settings import CHECKOUT
from db.connect import Connection, connect_pool
from db.migrate import upgrade
from domain.access import Role
from services.api_keys import create_api_key
from services.merchants import create_merchant
from tests.benchmarks.batches.bare import messages_a_second
from tests.benchmarks.imports.served import Served, serving
from tests.benchmarks.server import free_port
from tests.gateways.gateway import Gateway, gateway_process

_HOME = CHECKOUT / ".kontor" / "bench-batches"
_EMPTY = "drop schema if exists public cascade; create schema public"
_CUSTOMERS = """
    with made as (
        insert into customer (merchant_id, id, version, first_name, last_name, display_name, sort_name,
            search_text, phone_raw, phone_e164, phone_type, phone_region, locale, creation_source,
            custom_fields, created_at, updated_at)
        select $1, gen_random_uuid(), 1, 'Erika', 'Muster ' || n, 'Erika Muster ' || n, 'muster ' || n,
            'erika muster ' || n, p, p, 'MOBILE', 'DE', 'de-DE', 'IMPORT', '{}', now(), now()
        from (select n, '+49151' || lpad(n::text, 8, '0') as p from generate_series(1, $2::int) as n) as s
        returning id, phone_e164
    )
    insert into customer_identity (merchant_id, kind, value, customer_id)
    select $1, 'PHONE', phone_e164, id from made
"""
_CREATE = """mutation { it: paymentRequestBatchCreate(
    select: {where: {}}, channels: [SMS], amount: {amount: "25", currency: "EUR"}
  ) { paymentRequestBatch { id } userErrors { code message } } }"""
_SEND = """mutation($id: ID!, $once: String!, $digest: String!) {
  it: paymentRequestBatchSend(id: $id, preflightDigest: $digest, idempotencyKey: $once) {
    userErrors { code message } } }"""
_CANCEL = "mutation($id: ID!) { it: paymentRequestBatchCancel(id: $id) { userErrors { code message } } }"
_LOOK = """query($id: ID!) { paymentRequestBatch(id: $id) {
  status progress { done total } preflight { digest willSend } } }"""
# So many are out when the second batch is called off.
_BEFORE_CANCEL = 2_000
_LOOK_EVERY_S = 0.02
# Nothing has come for so long: then nothing more comes.
_QUIET_S = 2.0


@dataclass(frozen=True)
class Sent:
    """What a run has found: seconds, messages a second, bytes; `after_cancel` came behind its answer."""

    customers: int
    bare_rate: float
    created_s: float
    preflight_s: float
    accepted_s: float
    first_s: float
    rate: float
    cancel_s: float
    after_cancel: int
    resident: int


@dataclass(frozen=True)
class _Bench:
    served: Served
    gateway: Gateway
    key: str

    async def ask(self, query: str, **variables: Any) -> Any:
        data = await self.served.ask(query, self.key, **variables)
        assert not data.get("it", {}).get("userErrors"), data
        return data

    async def checked(self) -> tuple[str, str, float, float]:
        """Have a batch checked; return its id, its digest, and how long the answer and the check took."""
        begun = time.monotonic()
        batch = (await self.ask(_CREATE))["it"]["paymentRequestBatch"]["id"]
        created_s = time.monotonic() - begun
        while True:
            seen = (await self.ask(_LOOK, id=batch))["paymentRequestBatch"]
            if seen["status"] not in ("PENDING", "RUNNING"):
                return batch, seen["preflight"]["digest"], created_s, time.monotonic() - begun
            await asyncio.sleep(0.1)

    async def until(self, count: int) -> float:
        """Return the moment at which the gateway has taken so many messages."""
        while await asyncio.to_thread(self.gateway.count) < count:  # noqa: ASYNC110 - a process of its own
            await asyncio.sleep(_LOOK_EVERY_S)
        return time.monotonic()


async def run(customers: int) -> Sent:
    """Send to so many customers, and call another batch to them off."""
    async with _bench(customers) as bench:
        bare_rate = await messages_a_second(bench.gateway)
        bench.gateway.forget()
        batch, digest, created_s, preflight_s = await bench.checked()
        begun = time.monotonic()
        await bench.ask(_SEND, id=batch, once=batch, digest=digest)
        accepted_s = time.monotonic() - begun
        first_s = await bench.until(1) - begun
        all_s = await bench.until(customers) - begun
        resident = sum(process.memory_info().rss for process in bench.served.processes())
        cancel_s, after_cancel = await _canceled(bench)
        return Sent(
            *(customers, bare_rate, created_s, preflight_s, accepted_s, first_s, customers / all_s),
            *(cancel_s, after_cancel, resident),
        )


async def _canceled(bench: _Bench) -> tuple[float, int]:
    """Call a batch off that is going out; return until when messages came, and how many behind the answer."""
    bench.gateway.forget()
    batch, digest, *_ = await bench.checked()
    await bench.ask(_SEND, id=batch, once=batch, digest=digest)
    await bench.until(_BEFORE_CANCEL)
    begun = time.monotonic()
    await bench.ask(_CANCEL, id=batch)
    at_answer = count = await asyncio.to_thread(bench.gateway.count)
    last = time.monotonic()
    while time.monotonic() - last < _QUIET_S:
        await asyncio.sleep(_LOOK_EVERY_S)
        if (now := await asyncio.to_thread(bench.gateway.count)) > count:
            count, last = now, time.monotonic()
    return last - begun, count - at_answer


@asynccontextmanager
async def _bench(customers: int) -> AsyncIterator[_Bench]:
    with tempfile.TemporaryDirectory() as folder, gateway_process() as gateway:
        async with EmbeddedPostgres(_HOME, durable=False) as postgres:
            dsn = postgres.dsn()
            connection = await asyncpg.connect(dsn)
            await connection.execute(_EMPTY)
            await upgrade(dsn)
            key = await _merchant(dsn, connection, customers)
            with serving(dsn, Path(folder), port := free_port(), SMS_URL=gateway.setting()) as process:
                async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
                    yield _Bench(Served(process, client), gateway, key)
            await connection.close()


async def _merchant(dsn: str, connection: Connection, customers: int) -> str:
    """Make a merchant with so many customers; return a key of hers."""
    pool = await connect_pool(dsn, size=1)
    merchant_id = await create_merchant(
        pool, "Verein", region="DE", currency="EUR", locale="de-DE", time_zone="Europe/Berlin"
    )
    key = await create_api_key(pool, merchant_id, Role.OWNER, "benchmark")
    await pool.close()
    await connection.execute(_CUSTOMERS, merchant_id, customers)
    await connection.execute("vacuum (analyze) customer, customer_identity")
    return key.secret
