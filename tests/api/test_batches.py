"""A batch as a client has it: asked for, looked through, approved, and followed customer by customer."""

from typing import Any

from domain.ids import Kind, decode, encode
from services.jobs import claim_job_of
from services.payment_requests.batches.run import run_batch
from tests.client import Client
from tests.factories import Shop
from tests.services.payment_requests.batches.desk import MACHINERY, Desk

CREATE = """mutation($group: ID!) {
  it: paymentRequestBatchCreate(
    select: { groupId: $group }, channels: [SMS], reference: "Beitrag"
    amount: { amount: "25", currency: "EUR" }
  ) { paymentRequestBatch { id status preflight { digest } progress { done total } } userErrors { code } }
}"""
LOOK = """query($id: ID!) {
  paymentRequestBatch(id: $id) {
    status
    progress { done total fraction }
    preflight {
      digest recipients willSend willSkip { blocker count } duplicatesCollapsed
      total { amount currency formatted } smsSegments
      samples { channel locale subject text html encoding segments unicodeCharacters }
      warnings { code message }
    }
  }
  job(id: $id) { id status ... on PaymentRequestBatch { channels } }
}"""
SEND = """mutation($id: ID!, $digest: String!, $key: String!) {
  it: paymentRequestBatchSend(id: $id, preflightDigest: $digest, idempotencyKey: $key) {
    paymentRequestBatch { id status } userErrors { field code message }
  }
}"""
RESULTS = """query($id: ID!, $after: String, $status: [PaymentRequestStatus!]) {
  paymentRequestBatch(id: $id) {
    requests(first: 2, after: $after, status: $status) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes { status blockers reference customer { displayName } batch { id } }
    }
  }
}"""


async def work(shop: Shop, batch: str) -> None:
    """Be the worker, for one claim."""
    uuid = decode(batch, Kind.BATCH)
    assert uuid is not None
    claim = await claim_job_of(shop.pool, shop.caller.merchant_id, uuid)
    assert claim is not None
    await run_batch(shop.pool, claim, MACHINERY)


async def test_a_group_is_asked_at_once(client: Client, shop: Shop) -> None:
    """From the first answer to the results, page by page."""
    reachable = await Desk(shop).reachable(2)
    group = await shop.group("Verein", [*reachable, await shop.customer("Ohne Telefon")])

    asked = (await client.data(CREATE, {"group": encode(Kind.GROUP, group)}))["it"]
    batch = asked["paymentRequestBatch"]["id"]
    await work(shop, batch)
    looked = await client.data(LOOK, {"id": batch})
    preflight = looked["paymentRequestBatch"]["preflight"]
    named = {"id": batch, "digest": preflight["digest"], "key": "1"}
    sent = (await client.data(SEND, named))["it"]
    again = (await client.data(SEND, named))["it"]
    await work(shop, batch)
    first = (await client.data(RESULTS, {"id": batch}))["paymentRequestBatch"]["requests"]
    after = {"id": batch, "after": first["pageInfo"]["endCursor"]}
    second = (await client.data(RESULTS, after))["paymentRequestBatch"]["requests"]
    skipped = (await client.data(RESULTS, {"id": batch, "status": ["SKIPPED"]}))["paymentRequestBatch"]

    assert asked["paymentRequestBatch"] | {"id": ""} == {
        "id": "",
        "status": "PENDING",
        "preflight": None,
        "progress": {"done": 0, "total": 3},
    }
    assert (looked["paymentRequestBatch"]["status"], looked["job"]["channels"]) == (
        "WAITING_FOR_USER",
        ["SMS"],
    )
    assert [sample["channel"] for sample in preflight["samples"]] == ["SMS", "SMS"]
    assert {name: preflight[name] for name in ("recipients", "willSend", "duplicatesCollapsed")} == {
        "recipients": 3,
        "willSend": 2,
        "duplicatesCollapsed": 0,
    }
    assert preflight["willSkip"] == [{"blocker": "PHONE_MISSING", "count": 1}]
    assert [(money["amount"], money["currency"]) for money in preflight["total"]] == [("50.00", "EUR")]
    assert sent == again == {"paymentRequestBatch": {"id": batch, "status": "PENDING"}, "userErrors": []}
    assert [len(page["nodes"]) for page in (first, second)] == [2, 1]
    assert (first["totalCount"], second["pageInfo"]["hasNextPage"]) == (3, False)
    nodes: list[dict[str, Any]] = first["nodes"] + second["nodes"]
    assert {node["status"] for node in nodes} == {"QUEUED", "SKIPPED"}
    assert {node["reference"] for node in nodes} == {"Beitrag"}
    assert skipped["requests"]["nodes"] == [
        {
            "status": "SKIPPED",
            "blockers": ["PHONE_MISSING"],
            "reference": "Beitrag",
            "customer": {"displayName": "Ohne Telefon"},
            "batch": {"id": batch},
        }
    ]


async def test_a_preflight_that_holds_no_longer_is_answered_with_the_batch(
    client: Client, shop: Shop
) -> None:
    """Which is about to get another one."""
    desk = Desk(shop)
    (ada,) = await desk.reachable(1)
    batch = await desk.checked()
    digest = (await desk.preflight(batch))["digest"]
    await shop.fetch("update customer set version = version + 1 where merchant_id = $1 and id = $2", ada)

    named = {"id": encode(Kind.BATCH, batch), "digest": digest, "key": "1"}
    answer = (await client.data(SEND, named))["it"]

    assert answer["paymentRequestBatch"] == {"id": named["id"], "status": "PENDING"}
    assert [(error["field"], error["code"]) for error in answer["userErrors"]] == [
        (["preflightDigest"], "PLAN_CHANGED")
    ]
