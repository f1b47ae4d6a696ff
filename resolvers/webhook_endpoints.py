"""Mutations of webhook endpoints: opened and closed."""

from typing import Annotated

import strawberry

from db.connect import Connection
from domain.webhook_endpoint import EndpointKind
from resolvers import ids
from resolvers.context import Context
from resolvers.work import Work
from services.mutating import Once, Seed
from services.webhooks_in.endpoints import create_endpoint, delete_endpoint

SenderKind = Annotated[
    EndpointKind, strawberry.argument(description="How the sender signs and writes its events.")
]
Provider = Annotated[
    str | None,
    strawberry.argument(
        description="What its payments are recorded under, such as `mollie`; needed but for Stripe."
    ),
]
Secret = Annotated[
    str | None,
    strawberry.argument(
        description="What the sender signs with, where it makes that itself, as Stripe does: `whsec_…`."
    ),
]
EndpointIdArgument = Annotated[strawberry.ID, strawberry.argument(description="The id of the endpoint.")]


def webhook_endpoint_create(
    context: Context, kind: SenderKind, provider: Provider = None, secret: Secret = None
) -> Work:
    """Open an endpoint for a sender."""

    async def run(tx: Connection, _once: Once | None) -> Seed:
        endpoint_id = await create_endpoint(tx, context.caller, kind, provider, secret)
        return {"webhookEndpoint": str(endpoint_id)}

    return Work(run)


def webhook_endpoint_delete(context: Context, id: EndpointIdArgument) -> Work:
    """Close an endpoint."""
    endpoint_id = ids.endpoint_id(id)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        await delete_endpoint(tx, context.caller, endpoint_id)
        return {"deletedId": id}

    return Work(run)
