"""Processes as in production, over a database of their own, with all that is around them."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from app.settings import CHECKOUT
from db.connect import connect_pool
from services.delivery.messenger import Certainty
from tests.api.furnished import Furnished, furnish
from tests.app.collecting import Receiver as Collector
from tests.app.collecting import collecting
from tests.app.serving import LAST_LINE, free_port
from tests.client import Client
from tests.factories import SECRET_KEY, make_shop
from tests.gateways.gateway import gateway_process
from tests.gateways.mail_server import MailServer, mail_server
from tests.oidc.issuer import AUDIENCE, Issuer, issuing
from tests.webhooks_out.receiver import Receiver, receiving

CANARY = "Kanarienvogel"
PHONE = "+491747778889"
# Upper or lower case, and a number also in the digits that a person types.
TRACES = re.compile(r"kanarienvogel|174777888", re.IGNORECASE)
PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Ports:
    """Where a `serve` and its worker listen."""

    api: int = field(default_factory=free_port)
    numbers: int = field(default_factory=free_port)
    workers_numbers: int = field(default_factory=free_port)


@dataclass(slots=True)
class Aviary:
    """A `serve` with its worker, the file that both speak into, and whoever they speak to."""

    client: Client
    furnished: Furnished
    mail: MailServer
    issuer: Issuer
    collector: Collector
    receiver: Receiver
    ports: Ports
    dsn: str
    output: Path
    process: "subprocess.Popen[bytes]"
    answers: list[int] = field(default_factory=list)

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.ports.api}/graphql"

    async def until(self, query: str, id_: str, ended: set[str]) -> Any:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                data = await self.client.data(query, {"id": id_})
                (found,) = data.values()
                if found["status"] in ended:
                    return found
                await asyncio.sleep(0.1)

    async def numbers(self) -> list[str]:
        """Return the lines of all metrics."""
        async with httpx.AsyncClient() as http:
            ports = (self.ports.numbers, self.ports.workers_numbers)
            told = [await http.get(f"http://127.0.0.1:{port}/metrics") for port in ports]
        return [line for answer in told for line in answer.text.splitlines()]

    def traced(self) -> list[str]:
        """Return the lines of all that the collector was told."""
        return [line for request in self.collector.requests for line in str(request).splitlines()]

    def said(self) -> str:
        """Stop the processes and return all that they have said."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(timeout=30)
        return self.output.read_text("utf-8")


@asynccontextmanager
async def open_aviary(dsn: str, home: Path) -> AsyncIterator[Aviary]:
    """Run it over an empty database, with gateways that play along."""
    pool = await connect_pool(dsn, size=3)
    shop = await make_shop(pool, f"Laden {CANARY}")
    furnished, key = await furnish(shop), await shop.api_key()
    ports, output = Ports(), home / "said"
    with gateway_process() as gateway, issuing() as issuer, collecting() as collector:
        async with (
            mail_server() as mail,
            receiving() as receiver,
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{ports.api}") as http,
        ):
            around = {
                "SMS_URL": gateway.setting(Certainty.ASKABLE),
                "MAIL_URL": f"smtp://127.0.0.1:{mail.port}?from=post@pay.example&tls=off",
                "OIDC_ISSUER": issuer.url,
                "OIDC_AUDIENCE": AUDIENCE,
                "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
                "OTEL_BSP_SCHEDULE_DELAY": "200",
            }
            process = _serve({**_settings(dsn, home, ports), **around}, output)
            try:
                await _until_it_serves(process, output)
                http.timeout = httpx.Timeout(PATIENCE_S)
                client = Client(http, key)
                yield Aviary(
                    client, furnished, mail, issuer, collector, receiver, ports, dsn, output, process
                )
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
    await pool.close()


def _settings(dsn: str, home: Path, ports: Ports) -> dict[str, str]:
    return {
        "DATABASE_URL": dsn,
        "KONTOR_HOME": str(home),
        "PORT": str(ports.api),
        "METRICS_PORT": str(ports.numbers),
        "WORKER_METRICS_PORT": str(ports.workers_numbers),
        "DEMO": "off",
        "SECRET_KEY": SECRET_KEY,
        "COST_PER_SECOND": "0",
        "WEBHOOKS_TO_PRIVATE_ADDRESSES": "on",
        "LOG_LEVEL": "DEBUG",
        "LOG_FORMAT": "json",
    }


def _serve(settings: Mapping[str, str], output: Path) -> "subprocess.Popen[bytes]":
    with output.open("wb") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "app", "serve"],
            cwd=CHECKOUT,
            env=os.environ | settings,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _read(output: Path) -> str:
    return output.read_text("utf-8")


async def _until_it_serves(process: "subprocess.Popen[bytes]", output: Path) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while LAST_LINE not in (said := _read(output)):
            assert process.poll() is None, said
            await asyncio.sleep(0.05)
