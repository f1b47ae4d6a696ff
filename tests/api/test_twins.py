"""Requests in flight at once: a retry that comes too early, a till and a terminal, a double click."""

import asyncio
from collections import Counter

from tests.client import Client
from tests.factories import Shop

TWINS = 50

RECORD = """
mutation($key: String!) {
  paymentRecord(
    amount: {amount: "12.50", currency: "EUR"}, payer: {firstName: "Ada", phone: "0170 1234567"}
    idempotencyKey: $key
  ) {
    payment { id } customer { id } resolution userErrors { code }
  }
}
"""
COUNTS = """
{
  payments { totalCount totals { amount currency } }
  customers { totalCount nodes { stats { paymentCount totalPaid { amount } } } }
}
"""


async def test_fifty_twins_on_one_key_are_one_payment(client: Client) -> None:
    """One payment, one new customer, and fifty times the same answer."""
    answers = await asyncio.gather(*(client.post(RECORD, {"key": "same"}) for _ in range(TWINS)))

    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["data"]["paymentRecord"]["resolution"] == "CREATED"
    assert answers[0].json()["data"]["paymentRecord"]["userErrors"] == []
    assert await client.data(COUNTS) == {
        "payments": {"totalCount": 1, "totals": [{"amount": "12.50", "currency": "EUR"}]},
        "customers": {
            "totalCount": 1,
            "nodes": [{"stats": {"paymentCount": 1, "totalPaid": [{"amount": "12.50"}]}}],
        },
    }


async def test_fifty_payments_of_one_new_payer_make_one_customer(client: Client) -> None:
    """The first creates the customer, the others find it."""
    answers = await asyncio.gather(
        *(client.data(RECORD, {"key": f"key {number}"}) for number in range(TWINS))
    )

    recorded = [answer["paymentRecord"] for answer in answers]
    assert Counter(one["resolution"] for one in recorded) == {"CREATED": 1, "MATCHED": TWINS - 1}
    assert len({one["payment"]["id"] for one in recorded}) == TWINS
    assert len({one["customer"]["id"] for one in recorded}) == 1
    assert await client.data(COUNTS) == {
        "payments": {"totalCount": TWINS, "totals": [{"amount": "625.00", "currency": "EUR"}]},
        "customers": {
            "totalCount": 1,
            "nodes": [{"stats": {"paymentCount": TWINS, "totalPaid": [{"amount": "625.00"}]}}],
        },
    }


async def test_twins_with_other_arguments_are_refused_but_one(client: Client) -> None:
    query = """
    mutation($amount: Decimal!) {
      paymentRecord(amount: {amount: $amount, currency: "EUR"}, idempotencyKey: "same") {
        payment { amount { amount } } userErrors { code }
      }
    }
    """

    answers = await asyncio.gather(*(client.data(query, {"amount": str(number + 1)}) for number in range(20)))

    codes = [[error["code"] for error in answer["paymentRecord"]["userErrors"]] for answer in answers]
    assert Counter(map(tuple, codes)) == {(): 1, ("IDEMPOTENCY_KEY_REUSED",): 19}
    assert (await client.data(COUNTS))["payments"]["totalCount"] == 1


async def test_many_who_take_one_name_at_once_are_one_group(client: Client) -> None:
    query = 'mutation { customerGroupCreate(name: "VIP") { customerGroup { id } userErrors { code } } }'

    answers = await asyncio.gather(*(client.data(query) for _ in range(20)))

    codes = [[error["code"] for error in answer["customerGroupCreate"]["userErrors"]] for answer in answers]
    assert Counter(map(tuple, codes)) == {(): 1, ("GROUP_NAME_TAKEN",): 19}
    assert (await client.data("{ customerGroups { totalCount } }"))["customerGroups"]["totalCount"] == 1


async def test_refunds_at_once_never_exceed_what_was_paid(client: Client, shop: Shop) -> None:
    paid = (await client.data(RECORD, {"key": "paid"}))["paymentRecord"]["payment"]["id"]
    query = """
    mutation($id: ID!, $key: String!) {
      paymentRefund(id: $id, amount: {amount: 5, currency: "EUR"}, idempotencyKey: $key) {
        userErrors { code }
      }
    }
    """

    answers = await asyncio.gather(
        *(client.data(query, {"id": paid, "key": f"refund {number}"}) for number in range(10))
    )

    codes = [[error["code"] for error in answer["paymentRefund"]["userErrors"]] for answer in answers]
    assert Counter(map(tuple, codes)) == {(): 2, ("REFUND_EXCEEDS_PAYMENT",): 8}
    read = "query($id: ID!) { payment(id: $id) { status refunded { amount } } }"
    assert (await client.data(read, {"id": paid}))["payment"] == {
        "status": "PARTIALLY_REFUNDED",
        "refunded": {"amount": "10.00"},
    }
