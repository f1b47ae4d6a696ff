"""The sandbox that plays a bank tells each merchant by an endpoint of its own, made when first needed."""

from dataclasses import dataclass

from db.connect import Pool
from db.webhooks_in import endpoints
from db.writing import writing
from domain.ids import EndpointId, MerchantId
from domain.webhook_endpoint import PROVIDERS, EndpointKind
from services.addresses import Addresses
from services.keyed_secrets import KeyedSecrets


@dataclass(frozen=True, slots=True)
class SandboxEndpoint:
    """Where the sandbox sends its events, and the Standard Webhooks secret that it signs them with."""

    url: str
    secret: str


async def sandbox_endpoint(
    pool: Pool, merchant_id: MerchantId, addresses: Addresses, secrets: KeyedSecrets
) -> SandboxEndpoint:
    """Return the merchant's endpoint for the sandbox, which is there from now on."""
    # The merchant's own number: there is one such endpoint, whoever asks for it first.
    endpoint_id = EndpointId(merchant_id)
    async with writing(pool, merchant_id) as tx:
        await endpoints.CREATE.execute(
            tx,
            merchant=merchant_id,
            endpoint=endpoint_id,
            kind=EndpointKind.SANDBOX.value,
            provider=PROVIDERS[EndpointKind.SANDBOX],
            secret=None,
        )
    return SandboxEndpoint(addresses.webhook(merchant_id, endpoint_id), secrets.webhook_secret(endpoint_id))
