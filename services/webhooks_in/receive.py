"""An event is believed, understood and takes effect, once for ever, or changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from db.connect import Connection, Pool, Record
from db.reading import reading
from db.webhooks_in import endpoints, received
from domain.access import Role
from domain.caller import Caller
from domain.errors import WebhookEndpointNotFound
from domain.ids import EndpointId, Kind, MerchantId, encode
from domain.locale import Locale, language_of
from domain.storable import misfit
from domain.webhook_endpoint import EVENT_ID_LIMIT, EndpointKind
from services.keyed_secrets import KeyedSecrets
from services.mutating import Seed, perform
from services.webhooks_in.document import Document, read_document
from services.webhooks_in.news import Event
from services.webhooks_in.payments import take_payment_news
from services.webhooks_in.signatures import require_signature
from services.webhooks_in.standard import read_standard
from services.webhooks_in.stripe_events import read_stripe


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint as it is found; what is done for it, `caller` does."""

    id: EndpointId
    kind: EndpointKind
    provider: str
    secret: str
    caller: Caller


async def find_endpoint(
    pool: Pool, secrets: KeyedSecrets, merchant_id: MerchantId, endpoint_id: EndpointId
) -> Endpoint:
    """Return the merchant's endpoint. Errors: WebhookEndpointNotFound."""
    async with reading(pool, merchant_id) as connection:
        row = await endpoints.FIND.fetch_row(connection, merchant=merchant_id, endpoint=endpoint_id)
    if row is None:
        raise WebhookEndpointNotFound
    return Endpoint(
        id=endpoint_id,
        kind=EndpointKind(row["kind"]),
        provider=row["provider"],
        secret=row["secret"] or secrets.webhook_secret(endpoint_id),
        caller=_caller(row, secrets, merchant_id, endpoint_id),
    )


async def receive_event(pool: Pool, endpoint: Endpoint, headers: Mapping[str, str], body: bytes) -> None:
    """Take what a sender tells; when this returns, it is committed, now or by an earlier delivery.

    `headers` are named in lower case.
    Errors: Unverified; Unreadable; the failures of its readers and of take_payment_news, each at its path.
    """
    require_signature(endpoint.kind, endpoint.secret, headers, body)
    event = _read(endpoint, headers, read_document(body))

    async def work(tx: Connection) -> Seed:
        if event.news is not None and await _is_new(tx, endpoint, event):
            await take_payment_news(tx, endpoint.caller, endpoint.provider, event.news)
        # Last, so that nobody waits at this row for longer than a commit takes.
        await endpoints.HEARD.execute(tx, merchant=endpoint.caller.merchant_id, endpoint=endpoint.id)
        return {}

    await perform(pool, endpoint.caller, work, _nothing)


def _read(endpoint: Endpoint, headers: Mapping[str, str], document: Document) -> Event:
    match endpoint.kind:
        case EndpointKind.STANDARD | EndpointKind.SANDBOX:
            return Event(_checked_id(headers["webhook-id"]), read_standard(document))
        case EndpointKind.STRIPE:
            merchant = encode(Kind.MERCHANT, endpoint.caller.merchant_id)
            return Event(_checked_id(document.text("id")), read_stripe(document, merchant))
        case _:
            assert_never(endpoint.kind)


def _checked_id(text: str) -> str:
    if failure := misfit(text, EVENT_ID_LIMIT):
        raise failure.at("id")
    return text


async def _is_new(tx: Connection, endpoint: Endpoint, event: Event) -> bool:
    return bool(
        await received.REMEMBER.fetch_value(
            tx, merchant=endpoint.caller.merchant_id, sender=endpoint.provider, event=event.id
        )
    )


def _caller(row: Record, secrets: KeyedSecrets, merchant_id: MerchantId, endpoint_id: EndpointId) -> Caller:
    return Caller(
        merchant_id=merchant_id,
        actor=encode(Kind.WEBHOOK_ENDPOINT, endpoint_id),
        role=Role.MANAGER,
        merchant_name=row["name"],
        region=row["default_region"],
        currency=row["default_currency"],
        locale=row["default_locale"],
        language=language_of(row["default_locale"]) or Locale.EN,
        address_key=secrets.address_key(merchant_id),
    )


async def _nothing(_tx: Connection, _seed: dict[str, Any]) -> None:
    """Nobody reads an answer: that it is committed says it all."""
