"""Whether a message would reach a customer, and if not, why."""

from enum import StrEnum

from domain.phone import PhoneType


class SendBlocker(StrEnum):
    """One reason why a payment request would not arrive."""

    PHONE_MISSING = "PHONE_MISSING"
    PHONE_INVALID = "PHONE_INVALID"
    PHONE_NOT_MOBILE = "PHONE_NOT_MOBILE"
    EMAIL_MISSING = "EMAIL_MISSING"
    EMAIL_INVALID = "EMAIL_INVALID"
    OPTED_OUT = "OPTED_OUT"
    SUPPRESSED = "SUPPRESSED"
    TAG_VALUE_MISSING = "TAG_VALUE_MISSING"
    # In a batch whose amounts are the customers' own.
    AMOUNT_MISSING = "AMOUNT_MISSING"
    AMOUNT_INVALID = "AMOUNT_INVALID"


# Where numbers do not tell mobile from fixed lines (US, CA), a text message may well arrive.
TEXTABLE: frozenset[PhoneType] = frozenset({PhoneType.MOBILE, PhoneType.FIXED_LINE_OR_MOBILE})


def sms_blockers(
    phone_raw: str | None, phone_e164: str | None, type: PhoneType, block: SendBlocker | None = None
) -> list[SendBlocker]:
    """Return what keeps a text message from arriving; nothing when it can be sent.

    `block` is what is kept with the customer: what somebody wants comes before what could be reached.
    """
    if block is not None:
        return [block]
    if not phone_raw:
        return [SendBlocker.PHONE_MISSING]
    if phone_e164 is None:
        return [SendBlocker.PHONE_INVALID]
    return [] if type in TEXTABLE else [SendBlocker.PHONE_NOT_MOBILE]


def email_blockers(
    email: str | None, email_normal: str | None, block: SendBlocker | None = None
) -> list[SendBlocker]:
    """Return what keeps an e-mail from arriving; nothing when it can be sent. `block` is as above."""
    if block is not None:
        return [block]
    if not email:
        return [SendBlocker.EMAIL_MISSING]
    return [] if email_normal is not None else [SendBlocker.EMAIL_INVALID]
