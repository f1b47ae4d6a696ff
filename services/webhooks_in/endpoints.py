"""A merchant opens an endpoint for one sender, and closes it."""

from db.connect import Connection
from db.webhooks_in import endpoints
from domain.caller import Caller
from domain.errors import Failure, Failures, Invalid, Required, TooManyEndpoints, WebhookEndpointNotFound
from domain.ids import EndpointId, new_id
from domain.storable import misfit
from domain.webhook_endpoint import ENDPOINT_LIMIT, PROVIDER_LIMIT, PROVIDERS, SECRET_LIMIT, EndpointKind
from services.webhooks_in.signatures import checked_secret


async def create_endpoint(
    tx: Connection, caller: Caller, kind: EndpointKind, provider: str | None = None, secret: str | None = None
) -> EndpointId:
    """Open an endpoint for a sender of this kind.

    `provider` is what payments are recorded under; Stripe's are Stripe's. Without a `secret` ours is signed
    with, which is derived from the id and not kept.
    Errors: Failures with all that is wrong: Invalid at kind for the sandbox, which opens its own; Required,
            Invalid, TooLong … at provider and secret; TooManyEndpoints.
    """
    failures: list[Failure] = [Invalid(field=("kind",))] if kind is EndpointKind.SANDBOX else []
    named, kept = "", None
    try:
        named = _provider(kind, provider)
    except Failure as failure:
        failures.append(failure.at("provider"))
    try:
        kept = _secret(kind, secret)
    except Failure as failure:
        failures.append(failure.at("secret"))
    if failures:
        raise Failures(failures)
    if await endpoints.ALL.count(tx, caller.merchant_id) >= ENDPOINT_LIMIT:
        raise TooManyEndpoints(limit=ENDPOINT_LIMIT)
    endpoint_id = EndpointId(new_id())
    await endpoints.CREATE.execute(
        tx,
        merchant=caller.merchant_id,
        endpoint=endpoint_id,
        kind=kind.value,
        provider=named,
        secret=kept,
    )
    return endpoint_id


async def delete_endpoint(tx: Connection, caller: Caller, endpoint_id: EndpointId) -> None:
    """Close an endpoint; what it has received stays. Errors: WebhookEndpointNotFound at id."""
    if not await endpoints.DELETE.fetch_value(tx, merchant=caller.merchant_id, endpoint=endpoint_id):
        raise WebhookEndpointNotFound(field=("id",))


def _provider(kind: EndpointKind, given: str | None) -> str:
    name = (given or "").strip()
    if failure := misfit(name, PROVIDER_LIMIT):
        raise failure
    if kind not in PROVIDERS:
        if not name:
            raise Required
        return name
    if name not in ("", PROVIDERS[kind]):
        raise Invalid
    return PROVIDERS[kind]


def _secret(kind: EndpointKind, given: str | None) -> str | None:
    if given is not None and (failure := misfit(given, SECRET_LIMIT)):
        raise failure
    return checked_secret(kind, given)
