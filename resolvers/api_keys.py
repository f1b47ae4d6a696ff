"""Mutations of API keys: made, given a new secret, revoked."""

from datetime import datetime, timedelta
from typing import Annotated

import strawberry

from db.connect import Connection
from domain.access import Role
from resolvers import ids
from resolvers.context import Context
from resolvers.work import Work
from services.api_keys import GRACE, NewApiKey, make_key, revoke_key, rotate_key
from services.mutating import Once, Seed

Holder = Annotated[str, strawberry.argument(description="Who will hold the key.")]
KeyRole = Annotated[Role, strawberry.argument(description="What its holder may do.")]
ExpiresAt = Annotated[
    datetime | None,
    strawberry.argument(
        description="From when it opens nothing any more; it has no end when this is not given."
    ),
]
GraceMinutes = Annotated[
    int,
    strawberry.argument(
        description="For how many minutes the secret before opens the same, 0 to 10080. It is a day when not "
        "given; 0 if somebody else may know that secret."
    ),
]
ApiKeyIdArgument = Annotated[strawberry.ID, strawberry.argument(description="The id of the key.")]

_DAY_IN_MINUTES = GRACE // timedelta(minutes=1)


def api_key_create(context: Context, name: Holder, role: KeyRole, expires_at: ExpiresAt = None) -> Work:
    """Make a key."""

    async def run(tx: Connection, _once: Once | None) -> Seed:
        return _told(await make_key(tx, context.caller.merchant_id, role, name, expires_at))

    return Work(run)


def api_key_rotate(
    context: Context, id: ApiKeyIdArgument, grace_minutes: GraceMinutes = _DAY_IN_MINUTES
) -> Work:
    """Give a key a new secret."""
    api_key_id = ids.api_key_id(id)
    grace = timedelta(minutes=grace_minutes)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        return _told(await rotate_key(tx, context.caller.merchant_id, api_key_id, grace))

    return Work(run)


def api_key_revoke(context: Context, id: ApiKeyIdArgument) -> Work:
    """Let a key open nothing any more."""
    api_key_id = ids.api_key_id(id)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        await revoke_key(tx, context.caller, api_key_id)
        return {"apiKey": str(api_key_id)}

    return Work(run)


def _told(key: NewApiKey) -> Seed:
    # Kept nowhere: these mutations take no idempotency key, under which a seed would be.
    return {"apiKey": str(key.id), "secret": key.secret}
