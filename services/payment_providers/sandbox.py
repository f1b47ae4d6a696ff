"""The provider that Kontor brings: a page plays the bank, whose answer comes as a signed event over HTTP."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import orjson
from standardwebhooks import Webhook

from db.connect import Pool
from db.payer.calling_off import IS_CALLED_OFF
from db.reading import reading
from domain.ids import Kind, MerchantId, RequestId, SessionId, encode, new_id
from domain.locale import Locale
from domain.money import Money
from services.addresses import Addresses
from services.keyed_secrets import KeyedSecrets
from services.links import Links
from services.payment_providers.provider import Checkout, CheckoutState, Payable
from services.webhooks_in.sandbox import sandbox_endpoint

TRIES = 3
PAUSE_S = 0.25
TIMEOUT_S = 10.0


class EventNotTaken(Exception):
    """The merchant's endpoint did not say that it has the event; `reason` is a status or a kind of error."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class BankVisit:
    """What the bank knows of a payment: all of it stands, signed, in the link that led to the bank."""

    merchant_id: MerchantId
    merchant_name: str
    request_id: RequestId
    session_id: SessionId
    reference: str
    amount: Money
    language: Locale
    paid_url: str
    left_url: str


class Sandbox:
    """A PaymentProvider in which no money is moved."""

    name = "sandbox"
    is_test = True
    origins = ()

    def __init__(self, pool: Pool, links: Links, addresses: Addresses, secrets: KeyedSecrets) -> None:
        self._pool = pool
        self._links = links
        self._addresses = addresses
        self._secrets = secrets
        self._http = httpx.AsyncClient(timeout=TIMEOUT_S, follow_redirects=False)

    def takes(self, amount: Money) -> bool:
        """Take any sum."""
        return True

    async def start(self, payable: Payable) -> Checkout:
        """Return the page that plays the bank."""
        token = self._links.token(_knowledge(payable), payable.expires_at.timestamp())
        return Checkout(
            f"{self._addresses.public_url}/sandbox/{token}", _provider_reference(payable.session_id)
        )

    async def look(self, provider_reference: str) -> CheckoutState:
        """Say that the payer can still pay: until the event is in, and then nobody asks."""
        return CheckoutState.OPEN

    async def call_off(self, provider_reference: str) -> CheckoutState:
        """Say that nobody can pay there: whoever called it off has that written, and the bank reads it."""
        return CheckoutState.OVER

    async def visit(self, token: str) -> BankVisit | None:
        """Return whose payment a link to the bank is about, or None when it is over or none of ours."""
        opened = self._links.opened(token)
        if opened is None or "session" not in opened:
            return None
        visit = _visit(opened)
        return None if await self._is_called_off(visit) else visit

    async def pay(self, visit: BankVisit) -> None:
        """Tell the merchant that the payer has paid; told again, it is the same event.

        Errors: EventNotTaken.
        """
        event_id = f"evt_{visit.session_id}"
        await self._tell(visit, event_id, "SUCCEEDED", _provider_reference(visit.session_id))

    async def decline(self, visit: BankVisit) -> None:
        """Tell the merchant that the bank has declined. Each time is another payment that has failed.

        Errors: EventNotTaken.
        """
        number = new_id()
        await self._tell(visit, f"evt_{number}", "FAILED", f"sandbox_{number}")

    async def close(self) -> None:
        """Let go of connections."""
        await self._http.aclose()

    async def _is_called_off(self, visit: BankVisit) -> bool:
        async with reading(self._pool, visit.merchant_id) as tx:
            return bool(
                await IS_CALLED_OFF.fetch_value(tx, merchant=visit.merchant_id, session=visit.session_id)
            )

    async def _tell(self, visit: BankVisit, event_id: str, status: str, provider_reference: str) -> None:
        endpoint = await sandbox_endpoint(self._pool, visit.merchant_id, self._addresses, self._secrets)
        now = datetime.now(UTC)
        body = orjson.dumps(_event(visit, status, provider_reference, now))
        headers = {
            "content-type": "application/json",
            "webhook-id": event_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(endpoint.secret).sign(event_id, now, body.decode()),
        }
        for attempt in range(1, TRIES + 1):
            try:
                await self._post(endpoint.url, body, headers)
            except EventNotTaken:
                if attempt == TRIES:
                    raise
                await asyncio.sleep(attempt * PAUSE_S)
            else:
                break

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        try:
            response = await self._http.post(url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise EventNotTaken(type(error).__name__) from error
        if not response.is_success:
            raise EventNotTaken(f"HTTP {response.status_code}")


def _provider_reference(session_id: UUID) -> str:
    return f"sandbox_{session_id}"


def _event(visit: BankVisit, status: str, provider_reference: str, at: datetime) -> dict[str, Any]:
    return {
        "type": f"payment.{status.lower()}",
        "timestamp": at.isoformat(),
        "data": {
            "provider_reference": provider_reference,
            "request_id": encode(Kind.PAYMENT_REQUEST, visit.request_id),
            "amount": {"amount": f"{visit.amount.amount:f}", "currency": visit.amount.currency},
            "status": status,
            "method": "sandbox",
        },
    }


def _knowledge(payable: Payable) -> dict[str, Any]:
    return {
        "merchant": str(payable.merchant_id),
        "name": payable.merchant_name,
        "request": str(payable.request_id),
        "session": str(payable.session_id),
        "reference": payable.reference,
        "minor": payable.amount.minor,
        "currency": payable.amount.currency,
        "language": payable.language.value,
        "paid": payable.paid_url,
        "left": payable.left_url,
    }


def _visit(known: Mapping[str, Any]) -> BankVisit:
    return BankVisit(
        merchant_id=MerchantId(UUID(known["merchant"])),
        merchant_name=known["name"],
        request_id=RequestId(UUID(known["request"])),
        session_id=SessionId(UUID(known["session"])),
        reference=known["reference"],
        amount=Money(known["minor"], known["currency"]),
        language=Locale(known["language"]),
        paid_url=known["paid"],
        left_url=known["left"],
    )
