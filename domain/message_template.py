"""What kinds of messages a merchant sends."""

from enum import StrEnum

TEMPLATE_LIMIT = 200


class TemplateKind(StrEnum):
    """What a template is for."""

    PAYMENT_REQUEST = "PAYMENT_REQUEST"
    REMINDER = "REMINDER"
    RECEIPT = "RECEIPT"
