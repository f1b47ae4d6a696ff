"""Where a payer pays at Stripe: Kontor, Stripe, and a browser between the two."""

from dataclasses import dataclass

import httpx

from domain.ids import Kind, encode
from domain.webhook_endpoint import EndpointKind
from services.webhooks_in.endpoints import create_endpoint
from tests.factories import Shop
from tests.payer.asking import Asked, Counter
from tests.stripe.checkout import WEBHOOK_SECRET, Sessions


@dataclass(frozen=True, slots=True)
class Till:
    """Kontor with Stripe behind it, and both as a payer's browser reaches them."""

    http: httpx.AsyncClient
    stripe: Sessions
    counter: Counter

    async def to_stripe(self, asked: Asked) -> str:
        """Press the payer's button; return the checkout's address."""
        answer = await self.http.post(f"{asked.path}/pay")
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    async def listens(self, shop: Shop) -> None:
        """Have Stripe tell this merchant."""
        endpoint = await shop.do(create_endpoint, EndpointKind.STRIPE, None, WEBHOOK_SECRET)
        merchant = encode(Kind.MERCHANT, shop.caller.merchant_id)
        named = encode(Kind.WEBHOOK_ENDPOINT, endpoint)
        self.stripe.webhook_url = f"{self.counter.url}/webhooks/{merchant}/{named}"
