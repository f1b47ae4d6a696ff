"""How far events on their way to receivers are, in words for people who read the API."""

from domain.webhook import WebhookError, WebhookStatus
from schema.enums.described import describe

__all__ = ["WebhookError", "WebhookStatus"]

describe(
    WebhookStatus,
    "Where an event on its way to a receiver stands.",
    PENDING="It is sent as soon as it is due.",
    SENDING="It is being sent.",
    SENT="The receiver has taken it.",
    FAILED="Nobody took it for three days, or the receiver is gone.",
)
describe(
    WebhookError,
    "Why an attempt to deliver an event came to nothing.",
    REFUSED="The receiver answered by another status than 2xx.",
    REDIRECTED="The receiver is somewhere else; events don’t follow.",
    TIMED_OUT="No answer came within 15 seconds.",
    NOT_CONNECTED="The receiver could not be reached, broke off, or its certificate is not valid.",
    NAME_UNKNOWN="The name of the receiver leads nowhere.",
    ADDRESS_REFUSED="The name of the receiver leads into a private network.",
)
