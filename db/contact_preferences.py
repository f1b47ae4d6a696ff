"""What customers want is written down, and which addresses are suppressed, the stronger word on top."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    FromClause,
    LargeBinary,
    Text,
    Uuid,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert

from db.consent import preference, suppression
from db.constant import constant
from db.customers.parts import customer
from db.statement import Statement
from db.timeline import noting
from domain.consent import ConsentSource, ConsentState

MERCHANT = bindparam("merchant", type_=Uuid)
CUSTOMER = bindparam("customer", type_=Uuid)
CHANNEL = bindparam("channel", type_=Text)
ADDRESS_HASH = bindparam("address_hash", type_=LargeBinary)
PURPOSE = bindparam("purpose", type_=Text)
SOURCE = bindparam("source", type_=Text)

_purposes = (
    func.unnest(bindparam("purposes", type_=ARRAY(Text)))
    .table_valued("purpose")
    .render_derived(name="purposes")
)
_MERCHANTS_WORD = [constant(source.value) for source in (ConsentSource.MERCHANT, ConsentSource.IMPORT)]

# A customer's addresses, locked until the transaction ends, and what it has said of one purpose: state,
# source, at and proof, or null. Whoever changes what holds for an address has locked its customer first.
HOLD = Statement(
    select(
        *(customer.c.phone_e164, customer.c.email_normal),
        *(preference.c.state, preference.c.source, preference.c.at, preference.c.proof),
    )
    .select_from(
        customer.outerjoin(
            preference,
            and_(
                preference.c.merchant_id == MERCHANT,
                preference.c.customer_id == customer.c.id,
                preference.c.channel == CHANNEL,
                preference.c.purpose == PURPOSE,
            ),
        )
    )
    .where(customer.c.merchant_id == MERCHANT, customer.c.id == CUSTOMER)
    .with_for_update(key_share=True, of=customer)
)

# What holds for an address: source and time.
SUPPRESSED = Statement(
    select(suppression.c.source, suppression.c.at).where(
        suppression.c.merchant_id == MERCHANT,
        suppression.c.channel == CHANNEL,
        suppression.c.address_hash == ADDRESS_HASH,
        suppression.c.purpose == PURPOSE,
    )
)


def _is_stronger(present: FromClause, said: Any) -> ColumnElement[bool]:
    """Tell whether somebody else says now what only the merchant has said before."""
    return and_(present.c.source.in_(_MERCHANTS_WORD), said.source.not_in(_MERCHANTS_WORD))


def _saying() -> Statement:
    said = {
        preference.c.merchant_id: MERCHANT,
        preference.c.customer_id: CUSTOMER,
        preference.c.channel: CHANNEL,
        preference.c.purpose: _purposes.c.purpose,
        preference.c.state: bindparam("state", type_=Text),
        preference.c.source: SOURCE,
        preference.c.at: func.now(),
        preference.c.proof: bindparam("proof", type_=Text),
    }
    insertion = insert(preference).from_select(list(said), select(*said.values()))
    new = insertion.excluded
    proven = and_(
        new.source == preference.c.source,
        new.proof.is_not(None),
        new.proof.is_distinct_from(preference.c.proof),
    )
    written = (
        insertion.on_conflict_do_update(
            index_elements=list(preference.primary_key),
            set_={name: new[name] for name in ("state", "source", "at", "proof")},
            where=or_(new.state != preference.c.state, _is_stronger(preference, new), proven),
        )
        .returning(preference.c.purpose, preference.c.state, preference.c.source, preference.c.proof)
        .cte("written")
    )
    purposes = func.jsonb_agg(aggregate_order_by(written.c.purpose, written.c.purpose))
    data = func.jsonb_strip_nulls(
        func.jsonb_build_object(
            *(constant("fields"), func.to_jsonb(bindparam("fields", type_=ARRAY(Text)))),
            *(constant("channel"), CHANNEL, constant("purposes"), purposes),
            *(constant("source"), func.min(written.c.source), constant("proof"), func.min(written.c.proof)),
        )
    )
    told = select(
        bindparam("event_id", type_=Uuid).label("event_id"),
        CUSTOMER.label("customer_id"),
        bindparam("type", type_=Text).label("type"),
        data.label("data"),
    ).having(func.count() > constant(0))
    return Statement(select(written.c.purpose).add_cte(noting(told)))


# What a customer says on a channel for some purposes; yields those of which that is news, and the timeline
# tells of them.
SAY = _saying()


def _suppressing() -> Statement:
    kept = {
        suppression.c.merchant_id: MERCHANT,
        suppression.c.channel: CHANNEL,
        suppression.c.address_hash: ADDRESS_HASH,
        suppression.c.purpose: _purposes.c.purpose,
        suppression.c.source: SOURCE,
        suppression.c.at: func.now(),
    }
    insertion = insert(suppression).from_select(list(kept), select(*kept.values()))
    return Statement(
        insertion.on_conflict_do_update(
            index_elements=list(suppression.primary_key),
            set_={name: insertion.excluded[name] for name in ("source", "at")},
            where=_is_stronger(suppression, insertion.excluded),
        )
    )


# Nobody writes to an address any more, for some purposes.
SUPPRESS = _suppressing()

# Whoever has an address may be written to again.
LIFT = Statement(
    delete(suppression).where(
        suppression.c.merchant_id == MERCHANT,
        suppression.c.channel == CHANNEL,
        suppression.c.address_hash == ADDRESS_HASH,
        suppression.c.purpose == PURPOSE,
    )
)

# What a customer has refused, by channel and purpose, in whose name.
REFUSED = Statement(
    select(
        *(customer.c.phone_e164, customer.c.email_normal),
        *(preference.c.channel, preference.c.purpose, preference.c.source),
    )
    .select_from(
        customer.join(
            preference,
            and_(preference.c.merchant_id == MERCHANT, preference.c.customer_id == customer.c.id),
        )
    )
    .where(
        customer.c.merchant_id == MERCHANT,
        customer.c.id == CUSTOMER,
        preference.c.state == constant(ConsentState.OPTED_OUT.value),
    )
)
