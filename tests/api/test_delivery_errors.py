"""Why a message did not arrive is told in the language of whoever asks, and by a code for programs."""

from domain.ids import Kind, encode
from tests.client import Client
from tests.factories import Shop

WHY = """
query ($id: ID!) {
  paymentRequest(id: $id) { deliveries { status lastError lastErrorCode } }
}
"""


async def failed_request(shop: Shop, status: str, error: str | None) -> str:
    """Leave a request whose message stands so; its id."""
    ada = await shop.customer("Ada", phone="+491701234567")
    request = await shop.request(ada)
    await shop.fetch(
        """
        update delivery set status = $3, last_error = $4
        where merchant_id = $1 and request_id = $2
        returning id
        """,
        *(request, status, error),
    )
    return encode(Kind.PAYMENT_REQUEST, request)


async def test_each_asks_in_their_own_language(client: Client, shop: Shop) -> None:
    """The operation is known the second time, and its plan: neither keeps the words of the first."""
    request = await failed_request(shop, "FAILED", "UNREACHABLE")

    said = [
        (await client.ask(WHY, {"id": request}, accept_language=language))["data"]["paymentRequest"]
        for language in ("de", "fr-CH", "en", "de-AT")
    ]

    assert [one["deliveries"] for one in said] == [
        [{"status": "FAILED", "lastError": sentence, "lastErrorCode": "UNREACHABLE"}]
        for sentence in (
            "Der Versanddienst war nicht erreichbar. Bitte senden Sie die Zahlungsanforderung noch einmal.",
            "Le service d’envoi n’était pas joignable. Veuillez envoyer de nouveau la demande de paiement.",
            "The provider could not be reached. Please send the payment request again.",
            "Der Versanddienst war nicht erreichbar. Bitte senden Sie die Zahlungsanforderung noch einmal.",
        )
    ]


async def test_what_went_well_has_no_error(client: Client, shop: Shop) -> None:
    request = await failed_request(shop, "SENT", None)

    data = await client.data(WHY, {"id": request})

    assert data["paymentRequest"]["deliveries"] == [
        {"status": "SENT", "lastError": None, "lastErrorCode": None}
    ]
