"""A merchant with something to be refused about: who is there, who has paid, what is taken, who said STOP."""

from domain.access import Role
from domain.custom_field import CustomFieldType
from domain.customer import Channel
from domain.ids import Kind, encode, new_id
from domain.payment import PaymentStatus
from services.api_keys import create_api_key, revoke_api_key
from tests.client import Client
from tests.factories import Shop
from tests.services.consent.saying import Lines
from tests.services.payment_requests.outbox import settle

_USE_KEY = """
mutation {
  customerCreate(input: {firstName: "Zoë"}, idempotencyKey: "used") { userErrors { code } }
  paymentRecord(amount: {amount: 2, currency: "EUR"}, idempotencyKey: "used") { userErrors { code } }
}
"""

_ANNOUNCE = """
mutation { stagedUploadCreate(fileName: "kunden.csv", byteSize: 10) { stagedUpload { id } } }
"""


async def make_street(shop: Shop, client: Client) -> dict[str, str]:
    """Return the ids of what is on the street, and of what is not, by names."""
    ada = await shop.customer("Ada", phone="+491701234567", email="ada@example.com", external_reference="K-1")
    grace = await shop.customer("Grace")
    regulars = await shop.group("Stammkunden", [ada])
    payment = await shop.payment("12.50", customer_id=grace, provider="stripe", provider_reference="R-1")
    failed = await shop.payment("12.50", status=PaymentStatus.FAILED)
    field = await shop.custom_field("shoe_size", CustomFieldType.INTEGER)
    await shop.custom_field("size", CustomFieldType.SELECT, ["S", "M"])
    expected = (await client.data(_ANNOUNCE))["stagedUploadCreate"]["stagedUpload"]["id"]
    sent = await shop.request(ada)
    arrived = await shop.request(ada)
    await settle(shop, arrived, "DELIVERED")
    paid = await shop.request(grace)
    await settle(shop, paid, "PAID")
    mute = await shop.request(grace)
    await settle(shop, mute, "SENT")
    unreached = await shop.request(grace)
    lise = await shop.customer("Lise", email="lise@example.com")
    await Lines(shop).stop("lise@example.com", Channel.EMAIL)
    default_template = await shop.value(
        "select id from message_template where merchant_id = $1 and is_default and kind = 'RECEIPT'"
    )
    await client.data(_USE_KEY)
    till = await create_api_key(shop.pool, shop.caller.merchant_id, Role.VIEWER, "Alte Kasse")
    await revoke_api_key(shop.pool, shop.caller.merchant_id, till.id)
    return {
        "own_key": (await client.data("{ viewer { actor { id } } }"))["viewer"]["actor"]["id"],
        "revoked_key": encode(Kind.API_KEY, till.id),
        "ada": encode(Kind.CUSTOMER, ada),
        "grace": encode(Kind.CUSTOMER, grace),
        "lise": encode(Kind.CUSTOMER, lise),
        "regulars": encode(Kind.GROUP, regulars),
        "passers_by": encode(Kind.GROUP, await shop.group("Laufkunden")),
        "payment": encode(Kind.PAYMENT, payment),
        "failed": encode(Kind.PAYMENT, failed),
        "sent": encode(Kind.PAYMENT_REQUEST, sent),
        "arrived": encode(Kind.PAYMENT_REQUEST, arrived),
        "paid": encode(Kind.PAYMENT_REQUEST, paid),
        "unreached": encode(Kind.PAYMENT_REQUEST, unreached),
        "mute": encode(Kind.PAYMENT_REQUEST, mute),
        "field": encode(Kind.CUSTOM_FIELD, field),
        "expected_file": expected,
        "default_template": encode(Kind.MESSAGE_TEMPLATE, default_template),
        "unknown_template": encode(Kind.MESSAGE_TEMPLATE, new_id()),
        "unknown_file": encode(Kind.UPLOAD, new_id()),
        "unknown_customer": encode(Kind.CUSTOMER, new_id()),
        "unknown_group": encode(Kind.GROUP, new_id()),
        "unknown_payment": encode(Kind.PAYMENT, new_id()),
        "unknown_request": encode(Kind.PAYMENT_REQUEST, new_id()),
        "unknown_field": encode(Kind.CUSTOM_FIELD, new_id()),
    }
