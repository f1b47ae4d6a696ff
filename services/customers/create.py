"""One customer is created, by hand or by a payment."""

from collections.abc import Sequence

from db.connect import Connection
from db.customers.create import CREATE
from db.errors import Raced
from db.rows import as_json
from domain.caller import Caller
from domain.customer import CreationSource, CustomerDraft, IdentityKind
from domain.errors import Failures
from domain.group import GroupConflictPolicy
from domain.ids import CustomerId
from services.at_field import at_field
from services.consent.keeping import keep_blocks
from services.customers.field_values import definitions_of
from services.customers.identities import Identity, owners_of, taken
from services.customers.newcomer import Newcomer, newcomer
from services.groups.assign import assign_customers


async def create_customer(
    tx: Connection, caller: Caller, draft: CustomerDraft, *, strict: bool = False
) -> CustomerId:
    """Create a customer; an invalid phone or e-mail is kept as written unless `strict`.

    Errors, all at input: Failures with everything that is wrong with the draft; Failures of IdentityTaken
            with the customer who has it already; GroupNotFound.
    """
    with at_field("input"):
        definitions = await definitions_of(tx, caller)
        new = newcomer(draft, caller, definitions, CreationSource.MANUAL, strict=strict)
        if identities := await insert_customers(tx, caller, [new]):
            await refuse_taken(tx, caller, identities)
        if new.group_id is not None:
            await assign_customers(tx, caller, [new.id], new.group_id, GroupConflictPolicy.MOVE)
    return new.id


async def insert_customers(tx: Connection, caller: Caller, newcomers: Sequence[Newcomer]) -> list[Identity]:
    """Insert customers, into no group; return identities that somebody has already: then nothing may stay."""
    rows = await CREATE.fetch(
        tx,
        merchant=caller.merchant_id,
        actor=caller.actor,
        customers=as_json([new.row for new in newcomers]),
        contacts=as_json([contact for new in newcomers for contact in new.contacts]),
        identities=as_json(
            [
                {"kind": kind, "value": value, "customer_id": new.id}
                for new in newcomers
                for kind, value in new.identities
            ]
        ),
    )
    await keep_blocks(tx, caller.address_key, caller.merchant_id, [new.id for new in newcomers])
    return [(IdentityKind(row["kind"]), row["value"]) for row in rows]


async def refuse_taken(tx: Connection, caller: Caller, identities: Sequence[Identity]) -> None:
    """Raise Failures that name who has these identities; Raced when they are free again by now."""
    owners = await owners_of(tx, caller, identities)
    if not owners:
        raise Raced
    # In an order, for Postgres has none: asked twice, one is answered the same.
    raise Failures(taken(identity, owner) for identity, owner in sorted(owners.items()))
