"""What people write while canaries are about: at each place of the API, in messages, and in files."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from typing import Any

import asyncpg
from graphql import get_named_type

from domain.ids import Kind
from tests.api.arguments import Place, least_arguments, places, with_value
from tests.api.asking import send, send_document
from tests.api.root_fields import ROOT_FIELDS, RootField
from tests.app.aviary import CANARY, PATIENCE_S, PHONE, Aviary

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
REQUEST = "query ($id: ID!) { paymentRequest(id: $id) { id status deliveries { status } } }"
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
TYPED = {"String", "JSON"}


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


async def break_and_ask(aviary: Aviary) -> None:
    """Have Postgres refuse a row with all that stands in it, as a bug would."""
    owner = await asyncpg.connect(aviary.dsn)
    await owner.execute("alter table customer add constraint caged check (first_name <> 'Bug') not valid")
    await owner.close()
    answer = await send_document(aviary.client, CREATE, {"input": {"firstName": "Bug", "note": CANARY}})
    assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
