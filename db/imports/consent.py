"""Rows whose customer, number or address has asked for no messages: it stays so, and the report says so."""

from typing import Any

from sqlalchemy import LargeBinary, case, column, exists, func, or_, select, update

from db.consent import suppression
from db.constant import constant
from db.imports.issues import reporting
from db.imports.parts import IN_RANGE, MERCHANT, customer, staged
from db.rows import given_rows
from db.statement import Statement
from domain.consent import MessagePurpose
from domain.customer import Channel
from domain.issues import ImportIssueCode, IssueSeverity
from domain.readiness import SendBlocker

# Per channel: why nothing goes out, the field as an issue names it, what was written in its cell.
_CELLS = {
    Channel.SMS: ("sms_block", "phone", "phone_raw"),
    Channel.EMAIL: ("email_block", "email", "email"),
}
_HASHES = {Channel.SMS: column("sms_hash", LargeBinary), Channel.EMAIL: column("email_hash", LargeBinary)}
_OPTED_OUT = constant(SendBlocker.OPTED_OUT.value)

# The numbers and addresses of the rows in range.
ADDRESSES = Statement(
    select(staged.c.row, staged.c.phone_e164, staged.c.email_normal).where(
        IN_RANGE, or_(staged.c.phone_e164.is_not(None), staged.c.email_normal.is_not(None))
    )
)

# Whom the rows in range have become, or were before.
CUSTOMERS = Statement(select(func.coalesce(staged.c.matched_id, staged.c.customer_id)).where(IN_RANGE))


def _marking() -> Statement:
    given = given_rows("addresses", (staged.c.row, *_HASHES.values()))
    blocks = {
        _CELLS[channel][0]: case(
            (
                exists(
                    select(suppression.c.channel).where(
                        suppression.c.merchant_id == MERCHANT,
                        suppression.c.channel == constant(channel.value),
                        suppression.c.address_hash == given.c[hashed.name],
                        suppression.c.purpose == constant(MessagePurpose.TRANSACTIONAL.value),
                    )
                ),
                constant(SendBlocker.SUPPRESSED.value),
            )
        )
        for channel, hashed in _HASHES.items()
    }
    marks = select(given.c.row, *(block.label(name) for name, block in blocks.items())).cte("marks")
    differs = or_(*(staged.c[name].is_distinct_from(marks.c[name]) for name in blocks))
    return Statement(
        update(staged)
        .where(IN_RANGE, staged.c.row == marks.c.row, differs)
        .values({name: marks.c[name] for name in blocks})
    )


# Marks the rows in range whose number or address is suppressed; those are given as hashes, by row.
MARK = _marking()


def _reporting(channel: Channel) -> Statement:
    block, field, raw = _CELLS[channel]
    known = (
        select(customer.c[block])
        .where(customer.c.merchant_id == MERCHANT, customer.c.id == staged.c.matched_id)
        .scalar_subquery()
    )
    rows = (
        select(staged.c.row, staged.c[raw].label("raw"), staged.c[block].label("block"), known.label("known"))
        .where(IN_RANGE, staged.c[raw].is_not(None))
        .cte("rows")
    )
    kept = rows.c.known.is_not_distinct_from(_OPTED_OUT)
    code: Any = case(
        (kept, constant(ImportIssueCode.OPTED_OUT_KEPT.value)),
        else_=constant(ImportIssueCode.SUPPRESSED_CONTACT.value),
    )
    found = select(
        *(rows.c.row, constant(field).label("field"), code.label("code")),
        constant(IssueSeverity.WARNING.value).label("severity"),
        *(rows.c.raw, func.jsonb_build_object().label("facts")),
    ).where(or_(kept, rows.c.block.is_not(None)))
    return Statement(select(constant(1)).add_cte(reporting(found)))


# Reports the rows in range that name a customer who has opted out, or a number or address that is suppressed.
REPORT = {channel: _reporting(channel) for channel in Channel}
