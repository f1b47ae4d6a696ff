"""A draft becomes a customer that can be inserted, or everything that is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.caller import Caller
from domain.customer import CreationSource, CustomerDraft, IdentityKind, Unset, tidied
from domain.draft_check import check_draft, check_known, check_reachable
from domain.errors import Failures
from domain.ids import CustomerId, GroupId, new_id
from services.customers.field_values import Definition, field_values
from services.customers.values import Contact, Values, contacts_of, identities_in, values_of


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A customer who is not there yet; `row` is what is inserted, `group_id` where it goes next."""

    id: CustomerId
    row: Values
    contacts: Sequence[Contact]
    identities: tuple[tuple[IdentityKind, str], ...]
    group_id: GroupId | None


def newcomer(
    draft: CustomerDraft,
    caller: Caller,
    definitions: Mapping[str, Definition],
    source: CreationSource,
    *,
    strict: bool = False,
) -> Newcomer:
    """Return the customer that a draft makes; `strict` takes no invalid phone or e-mail.

    A customer that a payment makes may be incomplete: the payment has happened.
    Errors: Failures, each at its field of the draft: those of check_draft, check_known and field_values,
            with `strict` those of check_reachable.
    """
    given = tidied(draft)
    complete = source is not CreationSource.PAYMENT
    fields, failures = field_values(given.custom_fields, {}, definitions, caller.region, complete=complete)
    failures += check_draft(given)
    failures += check_known(given) if complete else ()
    failures += check_reachable(given, caller.region) if strict else ()
    if failures:
        raise Failures(failures)
    customer_id = CustomerId(new_id())
    contacts = contacts_of(given, customer_id, caller.region)
    values = values_of(given, {}, contacts, caller.region)
    return Newcomer(
        id=customer_id,
        row=values
        | {
            "id": customer_id,
            "event_id": new_id(),
            "creation_source": source.value,
            "custom_fields": fields,
        },
        contacts=contacts,
        identities=identities_in(values),
        group_id=None if isinstance(given.group_id, Unset) else given.group_id,
    )
