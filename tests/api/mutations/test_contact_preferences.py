"""What customers want is said, shown and counted through the API."""

import pytest

from domain.customer import Channel
from domain.ids import Kind, encode
from services.customers.remove import delete_customer
from tests.client import Client
from tests.factories import Shop
from tests.services.consent.saying import EMAIL, PHONE, Lines

SHOWN = """
fragment shown on Customer {
  contactPreferences { channel purpose state source proof }
  readiness { sms { ready blockers } email { ready blockers } }
}
"""
SET = f"""{SHOWN}
mutation ($id: ID!, $state: ConsentState!, $proof: String) {{
  contactPreferenceSet(customerId: $id, channel: SMS, state: $state, proof: $proof) {{
    customer {{ ...shown timeline(first: 1) {{ nodes {{ type data actor {{ kind }} }} }} }}
    userErrors {{ field code }}
  }}
}}
"""
CREATE = f"""{SHOWN}
mutation ($phone: String!) {{ customerCreate(input: {{phone: $phone}}) {{ customer {{ ...shown }} }} }}
"""
LISTED = """
{
  out: customers(where: {blockers: [OPTED_OUT]}) { totalCount }
  ready: customers(where: {ready: SMS}) { totalCount }
  all: customers { facets { blocked { blocker count } } }
  group: customerGroup(name: "Stammkunden") { readiness { smsReady blocked { blocker count } } }
}
"""
READY = {"ready": True, "blockers": []}


@pytest.fixture
def lines(shop: Shop) -> Lines:
    return Lines(shop)


async def test_a_merchant_opts_a_customer_out(client: Client, shop: Shop) -> None:
    """The answer shows it, and so do filters, counts and the group."""
    ada = await shop.customer("Ada", phone=PHONE, email=EMAIL)
    await shop.group("Stammkunden", [ada])

    data = await client.data(SET, {"id": encode(Kind.CUSTOMER, ada), "state": "OPTED_OUT"})

    customer = data["contactPreferenceSet"]["customer"]
    assert customer["contactPreferences"] == [
        {
            "channel": "SMS",
            "purpose": "TRANSACTIONAL",
            "state": "OPTED_OUT",
            "source": "MERCHANT",
            "proof": None,
        }
    ]
    assert customer["readiness"] == {"sms": {"ready": False, "blockers": ["OPTED_OUT"]}, "email": READY}
    (event,) = customer["timeline"]["nodes"]
    assert (event["type"], event["actor"]["kind"]) == ("OPTED_OUT", "API_KEY")
    listed = await client.data(LISTED)
    blocked = [{"blocker": "OPTED_OUT", "count": 1}]
    assert listed == {
        "out": {"totalCount": 1},
        "ready": {"totalCount": 0},
        "all": {"facets": {"blocked": blocked}},
        "group": {"readiness": {"smsReady": 0, "blocked": blocked}},
    }


async def test_a_customer_who_is_back_is_shown_why(client: Client, shop: Shop, lines: Lines) -> None:
    """Made again after it was deleted: what was said of the number is said of whoever has it."""
    ada = await shop.customer("Ada", phone=PHONE)
    await lines.stop()
    await lines.stop(EMAIL, Channel.EMAIL)
    await shop.do(delete_customer, ada)

    made = await client.data(CREATE, {"phone": PHONE})

    said = {"channel": "SMS", "state": "OPTED_OUT", "source": "STOP_REPLY", "proof": None}
    assert made["customerCreate"]["customer"] == {
        "contactPreferences": [said | {"purpose": "MARKETING"}, said | {"purpose": "TRANSACTIONAL"}],
        "readiness": {
            "sms": {"ready": False, "blockers": ["SUPPRESSED"]},
            "email": {"ready": False, "blockers": ["EMAIL_MISSING"]},
        },
    }


async def test_a_proof_opts_in_again(client: Client, shop: Shop, lines: Lines) -> None:
    """And is shown from then on."""
    ada = encode(Kind.CUSTOMER, await shop.customer("Ada", phone=PHONE))
    await lines.stop()

    refused = await client.data(SET, {"id": ada, "state": "OPTED_IN"})
    taken = await client.data(SET, {"id": ada, "state": "OPTED_IN", "proof": "Telefonat am 3. Mai"})

    assert refused["contactPreferenceSet"] == {
        "customer": None,
        "userErrors": [{"field": ["proof"], "code": "REQUIRED"}],
    }
    customer = taken["contactPreferenceSet"]["customer"]
    assert customer["readiness"]["sms"] == READY
    assert customer["contactPreferences"][1]["proof"] == "Telefonat am 3. Mai"
    assert customer["timeline"]["nodes"][0]["type"] == "OPTED_IN"
