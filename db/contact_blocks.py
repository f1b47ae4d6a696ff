"""Why no request is sent to a customer is kept beside it, so that lists, counts and preflights stay cheap."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    Column,
    ColumnElement,
    LargeBinary,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    column,
    exists,
    func,
    or_,
    select,
    update,
)

from db.consent import preference, suppression
from db.constant import constant
from db.customers.parts import customer
from db.rows import given_rows
from db.statement import Statement
from domain.consent import ConsentState, MessagePurpose
from domain.customer import Channel
from domain.readiness import SendBlocker

MERCHANT = bindparam("merchant", type_=Uuid)

_HASHES = {Channel.SMS: column("sms_hash", LargeBinary), Channel.EMAIL: column("email_hash", LargeBinary)}
_KEPT = {
    Channel.SMS: (customer.c.sms_block, customer.c.sms_suppression),
    Channel.EMAIL: (customer.c.email_block, customer.c.email_suppression),
}

# Whether anybody has ever said anything: for most merchants there is nothing to keep.
ANY = Statement(
    select(
        or_(
            exists(select(suppression.c.channel).where(suppression.c.merchant_id == MERCHANT)),
            exists(select(preference.c.channel).where(preference.c.merchant_id == MERCHANT)),
        )
    )
)

# id and addresses of `customers`.
ADDRESSES = Statement(
    select(customer.c.id, customer.c.phone_e164, customer.c.email_normal).where(
        customer.c.merchant_id == MERCHANT,
        customer.c.id == any_(bindparam("customers", type_=ARRAY(Uuid))),
    )
)


def _suppressed(given: CTE, channel: Channel, *further: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(
        select(suppression.c.channel).where(
            suppression.c.merchant_id == MERCHANT,
            suppression.c.channel == constant(channel.value),
            suppression.c.address_hash == given.c[_HASHES[channel].name],
            *further,
        )
    )


def _refused(given: CTE, channel: Channel) -> ColumnElement[bool]:
    return exists(
        select(preference.c.channel).where(
            preference.c.merchant_id == MERCHANT,
            preference.c.customer_id == given.c.id,
            preference.c.channel == constant(channel.value),
            preference.c.purpose == constant(MessagePurpose.TRANSACTIONAL.value),
            preference.c.state == constant(ConsentState.OPTED_OUT.value),
        )
    )


def _of_channel(given: CTE, channel: Channel) -> dict[Column[Any], ColumnElement[Any]]:
    """Return why no request is sent: the customer has refused them, or somebody has for its address.

    Beside it the hash of the address, if anything is kept under it, whatever the purpose.
    """
    block, pointer = _KEPT[channel]
    transactional = suppression.c.purpose == constant(MessagePurpose.TRANSACTIONAL.value)
    return {
        block: case(
            (_refused(given, channel), constant(SendBlocker.OPTED_OUT.value)),
            (_suppressed(given, channel, transactional), constant(SendBlocker.SUPPRESSED.value)),
        ),
        pointer: case((_suppressed(given, channel), given.c[_HASHES[channel].name])),
    }


def _keeping() -> Statement:
    given = given_rows("addresses", (customer.c.id, *_HASHES.values()))
    values = {name: value for channel in Channel for name, value in _of_channel(given, channel).items()}
    true = select(given.c.id, *(value.label(name.name) for name, value in values.items())).cte("true_of")
    differs = or_(*(name.is_distinct_from(true.c[name.name]) for name in values))
    return Statement(
        update(customer)
        .where(and_(customer.c.merchant_id == MERCHANT, customer.c.id == true.c.id, differs))
        .values({name: true.c[name.name] for name in values} | {customer.c.updated_at: func.now()})
    )


# Keeps it for customers whose addresses, as hashes, are given: id, sms_hash and email_hash.
KEEP = _keeping()
