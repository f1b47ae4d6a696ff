"""Names, addresses and texts are seeded everywhere, at the most talkative level; no process repeats one."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from graphql import get_named_type

from app.settings import CHECKOUT
from db.connect import connect_pool
from domain.ids import Kind
from services.delivery.messenger import Certainty
from tests.api.arguments import Place, least_arguments, places, with_value
from tests.api.asking import send, send_document
from tests.api.furnished import Furnished, furnish
from tests.api.root_fields import ROOT_FIELDS, RootField
from tests.app.serving import LAST_LINE, free_port
from tests.client import Client
from tests.factories import SECRET_KEY, make_shop
from tests.gateways.gateway import gateway_process
from tests.gateways.mail_server import MailServer, Stage, mail_server
from tests.webhooks_in.senders import StandardSender

CANARY = "Kanarienvogel"
PHONE = "+491747778889"
# Upper or lower case, and a number also in the digits that a person types.
TRACES = re.compile(r"kanarienvogel|174777888", re.IGNORECASE)
TYPED = {"String", "JSON"}
PATIENCE_S = 60.0

CUSTOMER = {
    "salutation": f"Frau {CANARY}",
    "firstName": CANARY,
    "lastName": f"{CANARY}er",
    "companyName": f"{CANARY} GmbH",
    "phone": PHONE,
    "email": f"{CANARY}@example.com",
    "externalReference": f"{CANARY}-1",
    "note": f"kennt den {CANARY}",
    "vatId": f"DE{CANARY}",
    "address": {"line1": f"{CANARY}weg 1", "city": CANARY},
}
CREATE = """mutation ($input: CustomerInput!) {
  customerCreate(input: $input) { customer { id } userErrors { message } }
}"""
ASK = """mutation ($id: ID!, $reference: String!) {
  paymentRequestCreate(
    customerId: $id, amount: {amount: "12.50", currency: "EUR"}, channels: [SMS, EMAIL]
    reference: $reference, idempotencyKey: $reference
  ) { paymentRequest { id status } userErrors { message } }
}"""
REQUEST = "query ($id: ID!) { paymentRequest(id: $id) { status deliveries { status } } }"
ENDPOINT = """mutation {
  webhookEndpointCreate(kind: STANDARD, provider: "mollie") { webhookEndpoint { url secret } }
}"""
FILE = (
    "Vorname;Nachname;Mobiltelefon;E-Mail;Kanarienvogelspalte\n"
    f"{CANARY};Eins;0174 7778889;{CANARY}@example.com;x\n"
    f"{CANARY};Zwei;{CANARY};{CANARY}@@example;y\n"
).encode()
IMPORT = """mutation ($file: Upload!) {
  customerImportCreate(source: {file: $file}, fileName: "Kanarienvogel.csv", autoCommit: true) {
    customerImport { id } userErrors { message }
  }
}"""
STATUS = "query ($id: ID!) { customerImport(id: $id) { status reportUrl } }"


@dataclass(slots=True)
class Aviary:
    """A `serve` with its worker, and the file that both speak into."""

    client: Client
    furnished: Furnished
    mail: MailServer
    dsn: str
    output: Path
    process: "subprocess.Popen[bytes]"
    answers: list[int] = field(default_factory=list)

    async def until(self, query: str, id_: str, ended: set[str]) -> Any:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                data = await self.client.data(query, {"id": id_})
                (found,) = data.values()
                if found["status"] in ended:
                    return found
                await asyncio.sleep(0.1)

    def said(self) -> str:
        """Stop the processes and return all that they have said."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(timeout=30)
        return self.output.read_text("utf-8")


@pytest.fixture
async def aviary(fresh_dsn: str, tmp_path: Path) -> AsyncIterator[Aviary]:
    """Processes as in production, over a database of their own and gateways that play along."""
    pool = await connect_pool(fresh_dsn, size=3)
    shop = await make_shop(pool, f"Laden {CANARY}")
    furnished, key = await furnish(shop), await shop.api_key()
    port, output = free_port(), tmp_path / "said"
    with gateway_process() as gateway:
        async with mail_server() as mail, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
            settings = {
                "DATABASE_URL": fresh_dsn,
                "KONTOR_HOME": str(tmp_path),
                "PORT": str(port),
                "DEMO": "off",
                "SECRET_KEY": SECRET_KEY,
                "COST_PER_SECOND": "0",
                "LOG_LEVEL": "DEBUG",
                "LOG_FORMAT": "json",
                "SMS_URL": gateway.setting(Certainty.ASKABLE),
                "MAIL_URL": f"smtp://127.0.0.1:{mail.port}?from=post@pay.example&tls=off",
            }
            process = _serve(settings, output)
            try:
                await _until_it_serves(process, output)
                http.timeout = httpx.Timeout(60)
                yield Aviary(Client(http, key), furnished, mail, fresh_dsn, output, process)
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
    await pool.close()


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


def typed_places(root: RootField) -> Iterator[Place]:
    """Yield the places where people's words stand, each kind of place once."""
    seen: set[tuple[str, ...]] = set()
    for place in places(root):
        if get_named_type(place.type).name in TYPED and place.around[-2:] not in seen:
            seen.add(place.around[-2:])
            yield place


async def ask_everything(aviary: Aviary) -> None:
    """Say the canary at each place of each root field."""
    ids: Mapping[Kind, str] = aviary.furnished.ids
    for root in ROOT_FIELDS:
        least = least_arguments(root, ids)
        for place in typed_places(root):
            value: Any = [CANARY] if place.is_list else CANARY
            answer = await send(aviary.client, root, with_value(least, place, value, ids))
            aviary.answers.append(answer.status_code)


async def ask_for_money(aviary: Aviary, email: str, phone: str) -> Any:
    """Have a message go out to somebody new, by both channels; return the request once it is out."""
    customer = {**CUSTOMER, "email": email, "phone": phone, "externalReference": email}
    made = await aviary.client.data(CREATE, {"input": customer})
    ids = made["customerCreate"]["customer"]
    asked = await aviary.client.data(ASK, {**ids, "reference": f"{CANARY} {email}"})
    request = asked["paymentRequestCreate"]["paymentRequest"]
    async with asyncio.timeout(PATIENCE_S):
        while True:
            found = (await aviary.client.data(REQUEST, {"id": request["id"]}))["paymentRequest"]
            if not {delivery["status"] for delivery in found["deliveries"]} & {"QUEUED", "SENDING"}:
                return found
            await asyncio.sleep(0.1)


async def import_a_file(aviary: Aviary) -> Any:
    """Have a file read whose rows are right and wrong, and fetch its report."""
    name = f"{CANARY}.csv"
    answer = await aviary.client.http.post(
        "/graphql",
        data={
            "operations": json.dumps({"query": IMPORT, "variables": {"file": None}}),
            "map": json.dumps({"0": ["variables.file"]}),
        },
        files={"0": (name, FILE)},
        headers={"Authorization": f"Bearer {aviary.client.api_key}"},
    )
    made = answer.json()["data"]["customerImportCreate"]["customerImport"]
    ended = await aviary.until(STATUS, made["id"], {"SUCCEEDED", "SUCCEEDED_WITH_ERRORS", "FAILED"})
    if ended["reportUrl"] is not None:
        await aviary.client.http.get(ended["reportUrl"])
    return ended["status"]


async def tell_by_webhook(aviary: Aviary) -> list[int]:
    """Tell of a payment: as signed, as not signed, and as nobody understands."""
    made = (await aviary.client.data(ENDPOINT))["webhookEndpointCreate"]["webhookEndpoint"]
    sender = StandardSender(aviary.client.http, _local(made["url"]), made["secret"])
    payment = {
        "provider_reference": CANARY,
        "amount": {"amount": "1.00", "currency": "EUR"},
        "email": f"{CANARY}@example.com",
        "phone": PHONE,
        "name": CANARY,
    }
    wrong = {**payment, "amount": CANARY}
    answers = [await sender.tell("payment.succeeded", data) for data in (payment, wrong)]
    answers.append(await sender.send(CANARY.encode(), {"webhook-id": CANARY}))
    return [answer.status_code for answer in answers]


def _local(url: str) -> str:
    return re.sub("^https?://[^/]+", "", url)


async def break_and_ask(aviary: Aviary) -> None:
    """Have Postgres refuse a row with all that stands in it, as a bug would."""
    owner = await asyncpg.connect(aviary.dsn)
    await owner.execute("alter table customer add constraint caged check (first_name <> 'Bug') not valid")
    await owner.close()
    answer = await send_document(aviary.client, CREATE, {"input": {"firstName": "Bug", "note": CANARY}})
    assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"


async def test_no_log_repeats_what_people_wrote(aviary: Aviary) -> None:
    """The API asked at every place, messages taken and refused, a file, webhooks, pages, and a bug."""
    await ask_everything(aviary)
    sent = await ask_for_money(aviary, f"{CANARY}1@example.com", "0174 777 8880")
    aviary.mail.faults[Stage.RCPT] = f"550 5.1.1 <{CANARY}2@example.com>: no such user"
    refused = await ask_for_money(aviary, f"{CANARY}2@example.com", "0174 777 8881")
    imported = await import_a_file(aviary)
    webhooks = await tell_by_webhook(aviary)
    pages = [await aviary.client.http.get(f"/{page}/{CANARY}") for page in ("p", "o", "downloads", CANARY)]
    await break_and_ask(aviary)
    said = aviary.said()

    lines = [json.loads(line) for line in said[said.index(LAST_LINE) + len(LAST_LINE) :].splitlines() if line]
    assert [line for line in said.splitlines() if TRACES.search(line)] == []
    # All of it has happened, and was told.
    assert sorted(delivery["status"] for delivery in sent["deliveries"]) == ["SENT", "SENT"]
    assert sorted(delivery["status"] for delivery in refused["deliveries"]) == ["FAILED", "SENT"]
    assert imported in {"SUCCEEDED", "SUCCEEDED_WITH_ERRORS"}
    assert (webhooks[0], {page.status_code for page in pages}) == (204, {404})
    assert {"kontor.http", "kontor.graphql"} <= {line["logger"] for line in lines}
    assert [line["error"]["type"] for line in lines if line["logger"] == "kontor.graphql"][-1] == (
        "asyncpg.exceptions.CheckViolationError (23514, customer, caged)"
    )
