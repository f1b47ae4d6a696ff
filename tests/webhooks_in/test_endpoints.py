"""A merchant opens an endpoint, is told where it is and how to sign, and closes it."""

from domain.ids import Kind, encode
from tests.client import Client
from tests.factories import Shop
from tests.webhooks_in.conftest import Payable
from tests.webhooks_in.senders import StandardSender

CREATE = """mutation ($kind: WebhookEndpointKind!, $provider: String, $secret: String) {
  webhookEndpointCreate(kind: $kind, provider: $provider, secret: $secret) {
    webhookEndpoint { id kind provider url secret lastEventAt }
    userErrors { field code }
  }
}"""
DELETE = """mutation ($id: ID!) {
  webhookEndpointDelete(id: $id) { deletedId userErrors { field code } }
}"""
LIST = "{ webhookEndpoints { id kind provider secret } }"


async def test_a_secret_of_ours_is_told_whenever_it_is_asked_for(client: Client) -> None:
    made = (await client.data(CREATE, {"kind": "STANDARD", "provider": "mollie"}))["webhookEndpointCreate"]
    endpoint = made["webhookEndpoint"]
    (listed,) = (await client.data(LIST))["webhookEndpoints"]

    assert made["userErrors"] == []
    assert endpoint["url"].endswith(f"/{endpoint['id']}")
    assert endpoint["secret"].startswith("whsec_")
    assert listed == {name: endpoint[name] for name in ("id", "kind", "provider", "secret")}


async def test_a_secret_of_the_sender_is_not_told_again(client: Client) -> None:
    theirs = {"kind": "STANDARD", "provider": "mollie", "secret": "whsec_" + "QUFB" * 8}
    for given in ({"kind": "STRIPE", "secret": "whsec_0123456789"}, theirs):
        made = (await client.data(CREATE, given))["webhookEndpointCreate"]

        assert made["userErrors"] == []
        assert made["webhookEndpoint"]["secret"] is None


async def test_two_endpoints_sign_with_two_secrets(client: Client) -> None:
    for _ in range(2):
        await client.data(CREATE, {"kind": "STANDARD", "provider": "mollie"})

    listed = (await client.data(LIST))["webhookEndpoints"]

    assert len({endpoint["secret"] for endpoint in listed}) == 2


async def test_a_closed_endpoint_is_gone(client: Client) -> None:
    made = await client.data(CREATE, {"kind": "STANDARD", "provider": "mollie"})
    endpoint = made["webhookEndpointCreate"]["webhookEndpoint"]["id"]

    closed = (await client.data(DELETE, {"id": endpoint}))["webhookEndpointDelete"]

    assert closed == {"deletedId": endpoint, "userErrors": []}
    assert (await client.data(LIST))["webhookEndpoints"] == []


async def test_endpoints_of_others_are_not_seen(client: Client, other_shop: Shop) -> None:
    other = Client(client.http, await other_shop.api_key())
    made = await other.data(CREATE, {"kind": "STANDARD", "provider": "mollie"})
    theirs = made["webhookEndpointCreate"]["webhookEndpoint"]["id"]

    closed = (await client.data(DELETE, {"id": theirs}))["webhookEndpointDelete"]

    assert closed == {"deletedId": None, "userErrors": [{"field": ["id"], "code": "NOT_FOUND"}]}
    assert (await client.data(LIST))["webhookEndpoints"] == []
    assert len((await other.data(LIST))["webhookEndpoints"]) == 1


async def test_what_an_endpoint_did_is_signed_with_it(
    client: Client, standard: StandardSender, request_for: Payable
) -> None:
    """The timeline of the customer tells who recorded the payment."""
    amount = {"amount": "12.50", "currency": "EUR"}
    told = {"provider_reference": "tr_1", "request_id": request_for.name, "amount": amount}
    await standard.tell("payment.succeeded", told)

    customer = encode(Kind.CUSTOMER, request_for.customer)
    query = "query ($id: ID!) { customer(id: $id) { timeline { nodes { type actor { kind id name } } } } }"
    events = (await client.data(query, {"id": customer}))["customer"]["timeline"]["nodes"]

    endpoint = standard.url.rpartition("/")[2]
    assert [event["actor"] for event in events if event["type"] == "PAYMENT"] == [
        {"kind": "WEBHOOK", "id": endpoint, "name": "mollie"}
    ]
