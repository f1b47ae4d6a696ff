"""A customer is told apart by what keeps a message from arriving."""

import pytest

from domain.phone import PhoneType
from domain.readiness import SendBlocker, email_blockers, sms_blockers

E164 = "+4915123456789"


@pytest.mark.parametrize(
    ("raw", "e164", "type", "blockers"),
    [
        (None, None, PhoneType.UNKNOWN, [SendBlocker.PHONE_MISSING]),
        ("", None, PhoneType.UNKNOWN, [SendBlocker.PHONE_MISSING]),
        ("12", None, PhoneType.UNKNOWN, [SendBlocker.PHONE_INVALID]),
        ("x", E164, PhoneType.FIXED_LINE, [SendBlocker.PHONE_NOT_MOBILE]),
        ("x", E164, PhoneType.VOIP, [SendBlocker.PHONE_NOT_MOBILE]),
        ("x", E164, PhoneType.PREMIUM, [SendBlocker.PHONE_NOT_MOBILE]),
        ("x", E164, PhoneType.OTHER, [SendBlocker.PHONE_NOT_MOBILE]),
        ("x", E164, PhoneType.UNKNOWN, [SendBlocker.PHONE_NOT_MOBILE]),
        ("x", E164, PhoneType.FIXED_LINE_OR_MOBILE, []),
        ("x", E164, PhoneType.MOBILE, []),
    ],
)
def test_a_text_message_needs_a_valid_mobile_number(
    raw: str | None, e164: str | None, type: PhoneType, blockers: list[SendBlocker]
) -> None:
    assert sms_blockers(raw, e164, type) == blockers


def test_an_email_needs_a_valid_address() -> None:
    assert email_blockers(None, None) == [SendBlocker.EMAIL_MISSING]
    assert email_blockers("ada@", None) == [SendBlocker.EMAIL_INVALID]
    assert email_blockers("Ada@example.com", "ada@example.com") == []


@pytest.mark.parametrize("block", [SendBlocker.OPTED_OUT, SendBlocker.SUPPRESSED])
def test_what_somebody_wants_comes_before_what_could_be_reached(block: SendBlocker) -> None:
    assert sms_blockers("x", E164, PhoneType.MOBILE, block) == [block]
    assert sms_blockers(None, None, PhoneType.UNKNOWN, block) == [block]
    assert email_blockers("ada@example.org", "ada@example.org", block) == [block]
    assert email_blockers(None, None, block) == [block]
