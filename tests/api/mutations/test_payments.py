"""Payments come into the history, and their payers become customers."""

from typing import Any

import pytest

from domain.ids import Kind, encode
from tests.client import Client
from tests.factories import Shop

RECORD = """
mutation($amount: MoneyInput!, $payer: CustomerInput, $customer: ID, $reference: String, $key: String!) {
  paymentRecord(
    amount: $amount, payer: $payer, customerId: $customer, method: "card", reference: $reference,
    provider: "stripe", providerReference: $reference, paidAt: "2026-01-31T12:00:00+01:00"
    idempotencyKey: $key
  ) {
    payment {
      id status method reference provider providerReference paidAt customerResolution
      amount { amount currency formatted(locale: "de-DE") } refunded { amount currency }
      customer { displayName } events { type amount { amount } message }
    }
    customer { displayName creationSource stats { paymentCount totalPaid { amount currency } lastPaymentAt } }
    resolution candidates { customer { displayName } score matchedOn } userErrors { field code message }
  }
}
"""
REFUND = """
mutation($id: ID!, $amount: MoneyInput, $key: String!) {
  paymentRefund(id: $id, amount: $amount, reason: "zu viel 🦊", idempotencyKey: $key) {
    payment { status amount { amount } refunded { amount } events { type amount { amount } message } }
    userErrors { field code message }
  }
}
"""
EURO = {"amount": "1234.50", "currency": "EUR"}


async def test_the_payment_of_a_new_payer_makes_a_customer(client: Client) -> None:
    asked = {"amount": EURO, "payer": {"firstName": "Ada", "email": "ada@example.com"}, "key": "1"}

    recorded = (await client.data(RECORD, {**asked, "reference": "R-1 🦊"}))["paymentRecord"]

    payment = recorded["payment"]
    named = payment.pop("id")
    assert recorded == {
        "payment": {
            "status": "SUCCEEDED",
            "method": "card",
            "reference": "R-1 🦊",
            "provider": "stripe",
            "providerReference": "R-1 🦊",
            "paidAt": "2026-01-31T11:00:00+00:00",
            "customerResolution": "CREATED",
            "amount": {"amount": "1234.50", "currency": "EUR", "formatted": "1.234,50\u00a0€"},
            "refunded": {"amount": "0.00", "currency": "EUR"},
            "customer": {"displayName": "Ada"},
            "events": [{"type": "SUCCEEDED", "amount": {"amount": "1234.50"}, "message": None}],
        },
        "customer": {
            "displayName": "Ada",
            "creationSource": "PAYMENT",
            "stats": {
                "paymentCount": 1,
                "totalPaid": [{"amount": "1234.50", "currency": "EUR"}],
                "lastPaymentAt": "2026-01-31T11:00:00+00:00",
            },
        },
        "resolution": "CREATED",
        "candidates": [],
        "userErrors": [],
    }
    query = "query($id: ID!) { payment(id: $id) { status reference customer { displayName } } }"
    assert (await client.data(query, {"id": named}))["payment"] == {
        "status": "SUCCEEDED",
        "reference": "R-1 🦊",
        "customer": {"displayName": "Ada"},
    }


@pytest.mark.parametrize(
    ("payer", "resolution", "name", "candidates"),
    [
        ({"phone": "0170/1234567"}, "MATCHED", "Ada", []),
        ({"email": "GRACE@example.com", "firstName": "Gracie"}, "MATCHED", "Grace", []),
        ({"phone": "0170 1234567", "email": "grace@example.com"}, "AMBIGUOUS", None, ["Ada", "Grace"]),
        ({"firstName": "Ada"}, "CREATED", "Ada", []),
        ({"note": "bar"}, "UNLINKED", None, []),
        (None, "UNLINKED", None, []),
    ],
)
async def test_a_payer_is_found_by_what_is_known(
    client: Client,
    shop: Shop,
    payer: dict[str, Any],
    resolution: str,
    name: str | None,
    candidates: list[str],
) -> None:
    await shop.customer("Ada", phone="+49 170 1234567")
    await shop.customer("Grace", email="grace@example.com")

    recorded = (await client.data(RECORD, {"amount": EURO, "payer": payer, "key": "1"}))["paymentRecord"]

    assert recorded["userErrors"] == []
    assert recorded["resolution"] == recorded["payment"]["customerResolution"] == resolution
    assert (recorded["customer"] or {}).get("displayName") == name
    assert [one["customer"]["displayName"] for one in recorded["candidates"]] == candidates
    total = (await client.data("{ customers { totalCount } }"))["customers"]["totalCount"]
    assert total == (3 if resolution == "CREATED" else 2)


async def test_a_payment_is_linked_by_the_id_of_its_customer(client: Client, shop: Shop) -> None:
    named = encode(Kind.CUSTOMER, await shop.customer("Ada"))

    recorded = (await client.data(RECORD, {"amount": EURO, "customer": named, "key": "1"}))["paymentRecord"]

    assert recorded["resolution"] == "LINKED_BY_ID"
    assert recorded["customer"]["stats"]["paymentCount"] == 1


async def test_a_payment_pays_the_request_it_names(client: Client, shop: Shop) -> None:
    """The answer shows it paid; the same key again gives the same answer, and nothing more is paid."""
    request = encode(Kind.PAYMENT_REQUEST, await shop.request(await shop.customer(email="ada@example.com")))
    query = """
    mutation($request: ID!, $amount: Decimal!, $key: String!) {
      paymentRecord(
        amount: {amount: $amount, currency: "EUR"}, paymentRequestId: $request, idempotencyKey: $key
      ) {
        payment { paymentRequest { id status amountDue { amount } payments { amount { amount } } } }
        customer { displayName stats { openRequestCount } }
        resolution userErrors { field code }
      }
    }
    """

    part = await client.data(query, {"request": request, "amount": "10", "key": "1"})
    again = await client.data(query, {"request": request, "amount": "10", "key": "1"})
    rest = await client.data(query, {"request": request, "amount": "2.50", "key": "2"})

    assert part == again
    assert part["paymentRecord"] == {
        "payment": {
            "paymentRequest": {
                "id": request,
                "status": "QUEUED",
                "amountDue": {"amount": "2.50"},
                "payments": [{"amount": {"amount": "10.00"}}],
            }
        },
        "customer": {"displayName": "Ada", "stats": {"openRequestCount": 1}},
        "resolution": "LINKED_BY_ID",
        "userErrors": [],
    }
    paid = rest["paymentRecord"]["payment"]["paymentRequest"]
    assert (paid["status"], paid["amountDue"], len(paid["payments"])) == ("PAID", {"amount": "0.00"}, 2)
    assert rest["paymentRecord"]["customer"]["stats"] == {"openRequestCount": 0}


async def test_a_payment_is_given_back_in_parts(client: Client, shop: Shop) -> None:
    named = encode(Kind.PAYMENT, await shop.payment("12.50"))

    part = await client.data(REFUND, {"id": named, "amount": {"amount": 2.5, "currency": "EUR"}, "key": "1"})
    rest = await client.data(REFUND, {"id": named, "key": "2"})

    paid = {"type": "SUCCEEDED", "amount": {"amount": "12.50"}, "message": None}
    first = {"type": "PARTIALLY_REFUNDED", "amount": {"amount": "2.50"}, "message": "zu viel 🦊"}
    second = {"type": "REFUNDED", "amount": {"amount": "10.00"}, "message": "zu viel 🦊"}
    assert part["paymentRefund"] == {
        "payment": {
            "status": "PARTIALLY_REFUNDED",
            "amount": {"amount": "12.50"},
            "refunded": {"amount": "2.50"},
            "events": [paid, first],
        },
        "userErrors": [],
    }
    whole = {
        "status": "REFUNDED",
        "amount": {"amount": "12.50"},
        "refunded": {"amount": "12.50"},
        "events": [paid, first, second],
    }
    assert rest["paymentRefund"] == {"payment": whole, "userErrors": []}
    read = await client.data(
        "query($id: ID!) { payment(id: $id) { status refunded { amount } } }", {"id": named}
    )
    assert read["payment"] == {"status": "REFUNDED", "refunded": {"amount": "12.50"}}


async def test_a_key_that_comes_again_gives_the_same_answer(client: Client) -> None:
    asked = {"amount": EURO, "payer": {"firstName": "Ada"}, "key": "once"}

    first = await client.post(RECORD, asked)
    second = await client.post(RECORD, asked)

    assert second.content == first.content
    assert (await client.data("{ payments { totalCount } customers { totalCount } }")) == {
        "payments": {"totalCount": 1},
        "customers": {"totalCount": 1},
    }
