"""Whom a phone, e-mail or external reference leads to already, and what to say about it."""

from collections.abc import Iterable
from uuid import UUID

from db.connect import Connection
from db.identity import OWNERS
from domain.caller import Caller
from domain.customer import IdentityKind
from domain.errors import IdentityTaken
from domain.ids import CustomerId

Identity = tuple[IdentityKind, str]


async def owners_of(
    tx: Connection, caller: Caller, identities: Iterable[Identity]
) -> dict[Identity, CustomerId]:
    """Return the customers that these identities lead to; who leads to nobody is left out."""
    wanted = list(identities)
    if not wanted:
        return {}
    rows = await OWNERS.fetch(
        tx,
        merchant=caller.merchant_id,
        kinds=[kind.value for kind, _ in wanted],
        values=[value for _, value in wanted],
    )
    return {(IdentityKind(row["kind"]), row["value"]): CustomerId(row["customer_id"]) for row in rows}


def taken(identity: Identity, owner: UUID) -> IdentityTaken:
    """Return the failure that names the owner, at the field in which the identity was given."""
    kind, value = identity
    return IdentityTaken(field=(kind.value.lower(),), kind=kind, value=value, customer_id=owner)
