"""What a customer wants: its own word, and what was said of its addresses before, by whoever had them."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    cast,
    exists,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from db.plan.build import Build, Node, conditions_of
from db.plan.json import array_of, text_literal
from db.plan.nodes import code, leaf
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import ContactPreference, Customer, Suppression
from domain.consent import ConsentState
from domain.customer import Channel

CONTACT_PREFERENCE: dict[str, Node] = {
    "channel": code(ContactPreference.channel),
    "purpose": code(ContactPreference.purpose),
    "state": code(ContactPreference.state),
    "source": code(ContactPreference.source),
    "at": leaf(ContactPreference.at),
    "proof": leaf(ContactPreference.proof),
}

_OPTED_OUT = text_literal(ConsentState.OPTED_OUT)
_SHOWN = ("channel", "purpose", "state", "source", "at", "proof")


def contact_preferences(build: Build, customer: Row, field: Field) -> ColumnElement[Any]:
    """What holds on each channel and for each purpose of which anything is known, in their order.

    Whoever refuses, refuses; else what was said of the address holds; else what the customer said.
    """
    with build.inside(customer):
        known = union_all(_said(build, customer), _suppressed(build, customer)).subquery()
        ordered = build.derived(select(known).order_by(known.c.channel, known.c.purpose))
        with build.inside(ordered), build.at("[]"):
            element = build.object("ContactPreference", ordered, field)
        return build.subquery(select(array_of(element)).select_from(ordered.source))


def _said(build: Build, customer: Row) -> Select[*tuple[Any, ...]]:
    said, other = Row.of(ContactPreference), Row.of(Suppression)
    same = [
        other[Suppression.channel] == said[ContactPreference.channel],
        other[Suppression.purpose] == said[ContactPreference.purpose],
        _concerns(other, customer),
    ]
    silenced = exists(
        select(literal_column("1"))
        .select_from(other.source)
        .where(*conditions_of(build, other, Suppression.merchant_id, same))
        .correlate(said.source, *build.enclosing)
    )
    own = said[ContactPreference.customer_id] == customer[Customer.id]
    refused = said[ContactPreference.state] == _OPTED_OUT
    return (
        select(*(said.source.c[name] for name in _SHOWN))
        .where(*conditions_of(build, said, ContactPreference.merchant_id, [own, or_(refused, ~silenced)]))
        .correlate(*build.enclosing)
    )


def _suppressed(build: Build, customer: Row) -> Select[*tuple[Any, ...]]:
    there, other = Row.of(Suppression), Row.of(ContactPreference)
    same = [
        other[ContactPreference.customer_id] == customer[Customer.id],
        other[ContactPreference.channel] == there[Suppression.channel],
        other[ContactPreference.purpose] == there[Suppression.purpose],
        other[ContactPreference.state] == _OPTED_OUT,
    ]
    refused = exists(
        select(literal_column("1"))
        .select_from(other.source)
        .where(*conditions_of(build, other, ContactPreference.merchant_id, same))
        .correlate(there.source, *build.enclosing)
    )
    conditions = [_concerns(there, customer), ~refused]
    return (
        select(
            *(there[Suppression.channel], there[Suppression.purpose], _OPTED_OUT.label("state")),
            *(there[Suppression.source], there[Suppression.at], cast(null(), Text).label("proof")),
        )
        .where(*conditions_of(build, there, Suppression.merchant_id, conditions))
        .correlate(*build.enclosing)
    )


def _concerns(suppressed: Row, customer: Row) -> ColumnElement[bool]:
    """Tell whether what is kept is about an address that the customer has now."""
    kept = {Channel.SMS: Customer.sms_suppression, Channel.EMAIL: Customer.email_suppression}
    return or_(
        *(
            and_(
                suppressed[Suppression.channel] == text_literal(channel),
                suppressed[Suppression.address_hash] == customer[attribute],
            )
            for channel, attribute in kept.items()
        )
    )
