"""A customer is changed: read under a lock, worked out in Python, written whole."""

from sqlalchemy import Boolean, Uuid, and_, bindparam, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from db.constant import constant
from db.customers.parts import EVENT_ID, MERCHANT, SAID, adding_contacts, contact, customer, given_identities
from db.identity import claiming, identity
from db.rows import given_rows
from db.statement import Statement
from db.timeline import noting
from domain.timeline import TimelineEventType

CUSTOMER = bindparam("customer", type_=Uuid)
REPLACE_CONTACTS = bindparam("replace_contacts", type_=Boolean)

_contacts = (
    select(
        func.coalesce(
            func.json_agg(
                aggregate_order_by(
                    func.json_build_object(
                        constant("channel"),
                        contact.c.channel,
                        constant("value"),
                        contact.c.value,
                        constant("label"),
                        contact.c.label,
                    ),
                    contact.c.position,
                )
            ),
            func.json_build_array(),
        )
    )
    .where(contact.c.merchant_id == MERCHANT, contact.c.customer_id == CUSTOMER)
    .scalar_subquery()
)

# A customer as it is, locked until the transaction ends; `contacts` is a JSON array.
LOCK = Statement(
    select(customer.c.version, *SAID, _contacts.label("contacts"))
    .where(customer.c.merchant_id == MERCHANT, customer.c.id == CUSTOMER)
    .with_for_update(key_share=True, of=customer)
)

_given = given_rows("customer_values", (EVENT_ID, *SAID))
_changed_fields = bindparam("fields", type_=JSONB)

_written = (
    update(customer)
    .where(customer.c.merchant_id == MERCHANT, customer.c.id == CUSTOMER)
    .values({c: _given.c[c.name] for c in SAID})
    .values(version=customer.c.version + constant(1), updated_at=func.now())
    .cte("written")
)
_still_claimed = exists(
    select(given_identities.c.kind).where(
        given_identities.c.kind == identity.c.kind, given_identities.c.value == identity.c.value
    )
)
_released = (
    delete(identity)
    .where(identity.c.merchant_id == MERCHANT, identity.c.customer_id == CUSTOMER, ~_still_claimed)
    .cte("released")
)
_dropped_contacts = (
    delete(contact)
    .where(contact.c.merchant_id == MERCHANT, contact.c.customer_id == CUSTOMER, REPLACE_CONTACTS)
    .cte("dropped_contacts")
)
_noted = noting(
    select(
        _given.c.event_id,
        CUSTOMER.label("customer_id"),
        constant(TimelineEventType.UPDATED.value).label("type"),
        func.jsonb_build_object(constant("fields"), _changed_fields).label("data"),
    )
)
_claimed = claiming(given_identities)
_own = and_(
    identity.c.merchant_id == MERCHANT,
    identity.c.kind == given_identities.c.kind,
    identity.c.value == given_identities.c.value,
    identity.c.customer_id == CUSTOMER,
)
_free = and_(_claimed.c.kind == given_identities.c.kind, _claimed.c.value == given_identities.c.value)

# Yields the identities (kind, value) that lead to another customer already: then the transaction must
# not be committed.
CHANGE = Statement(
    select(given_identities.c.kind, given_identities.c.value)
    .where(~exists(select(_claimed.c.kind).where(_free)), ~exists(select(identity.c.kind).where(_own)))
    .add_cte(_written, _released, _dropped_contacts, adding_contacts(), _noted)
)
