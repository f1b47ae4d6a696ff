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


# Where numbers do not tell mobile from fixed lines (US, CA), a text message may well arrive.
TEXTABLE: frozenset[PhoneType] = frozenset({PhoneType.MOBILE, PhoneType.FIXED_LINE_OR_MOBILE})


def sms_blockers(phone_raw: str | None, phone_e164: str | None, type: PhoneType) -> list[SendBlocker]:
    """Return what keeps a text message from arriving; nothing when it can be sent."""
    if not phone_raw:
        return [SendBlocker.PHONE_MISSING]
    if phone_e164 is None:
        return [SendBlocker.PHONE_INVALID]
    return [] if type in TEXTABLE else [SendBlocker.PHONE_NOT_MOBILE]


def email_blockers(email: str | None, email_normal: str | None) -> list[SendBlocker]:
    """Return what keeps an e-mail from arriving; nothing when it can be sent."""
    if not email:
        return [SendBlocker.EMAIL_MISSING]
    return [] if email_normal is not None else [SendBlocker.EMAIL_INVALID]
