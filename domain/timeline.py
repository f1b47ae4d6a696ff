"""What can happen to a customer, as its timeline tells it."""

from enum import StrEnum


class TimelineEventType(StrEnum):
    """The kinds of events in the life of a customer."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    GROUP_CHANGED = "GROUP_CHANGED"
    IMPORTED = "IMPORTED"
    IMPORT_UNDONE = "IMPORT_UNDONE"
    PAYMENT = "PAYMENT"
    REQUEST_SENT = "REQUEST_SENT"
    REQUEST_SKIPPED = "REQUEST_SKIPPED"
    REQUEST_DELIVERED = "REQUEST_DELIVERED"
    OPTED_OUT = "OPTED_OUT"
    OPTED_IN = "OPTED_IN"
