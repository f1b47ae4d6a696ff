"""What a text costs as an SMS."""

from enum import StrEnum


class SmsEncoding(StrEnum):
    """How a text message is written on the air."""

    GSM7 = "GSM7"
    UCS2 = "UCS2"
