"""Who may be written to: what was said, by whom, for which kind of message."""

from enum import StrEnum


class MessagePurpose(StrEnum):
    """Why a message is sent; a payment request is transactional."""

    TRANSACTIONAL = "TRANSACTIONAL"
    MARKETING = "MARKETING"


class ConsentState(StrEnum):
    """What a customer said to messages of one purpose."""

    UNKNOWN = "UNKNOWN"
    OPTED_IN = "OPTED_IN"
    OPTED_OUT = "OPTED_OUT"


class ConsentSource(StrEnum):
    """How we came to know."""

    STOP_REPLY = "STOP_REPLY"
    OPT_OUT_LINK = "OPT_OUT_LINK"
    MERCHANT = "MERCHANT"
    IMPORT = "IMPORT"
    PROVIDER_BLOCKLIST = "PROVIDER_BLOCKLIST"
