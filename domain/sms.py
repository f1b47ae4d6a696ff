"""What a text costs as an SMS: its encoding, its segments, and which characters made it dear."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

# 3GPP TS 23.038, 6.2.1: the default alphabet, without the escape itself.
_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# 6.2.1.1: reached by the escape, so that each takes two septets.
_EXTENSION = "\f^{}\\[~]|€"

# How many septets a character takes in GSM-7.
_SEPTETS = {**dict.fromkeys(_BASIC, 1), **dict.fromkeys(_EXTENSION, 2)}

_FOREIGN = re.compile(f"[^{re.escape(_BASIC + _EXTENSION)}]")
_EXTENDED = re.compile(f"[{re.escape(_EXTENSION)}]")

# TS 23.040, 9.2.3.24: 140 octets a message; a header of 6 octets says which part of several it is.
_GSM7_ALONE, _GSM7_OF_SEVERAL = 160, 153  # septets
_UCS2_ALONE, _UCS2_OF_SEVERAL = 70, 67  # units of UTF-16


class SmsEncoding(StrEnum):
    """How a text message is written on the air."""

    GSM7 = "GSM7"
    UCS2 = "UCS2"


@dataclass(frozen=True, slots=True)
class SmsCost:
    """What is paid for, segment by segment; `unicode_characters` are those that GSM-7 lacks, each once."""

    encoding: SmsEncoding
    segments: int
    unicode_characters: tuple[str, ...] = ()


def sms_cost(text: str) -> SmsCost:
    """Return what a text costs as an SMS.

    Neither an extension character nor a surrogate pair is split between two segments.
    Source: 3GPP TS 23.038 and TS 23.040; national shift tables are left out, as gateways do.
    """
    if foreign := tuple(dict.fromkeys(_FOREIGN.findall(text))):
        units = [1 if character <= "\uffff" else 2 for character in text]
        return SmsCost(SmsEncoding.UCS2, _segments(units, _UCS2_ALONE, _UCS2_OF_SEVERAL), foreign)
    if len(text) + len(_EXTENDED.findall(text)) <= _GSM7_ALONE:  # as nearly all are
        return SmsCost(SmsEncoding.GSM7, 1)
    septets = [_SEPTETS[character] for character in text]
    return SmsCost(SmsEncoding.GSM7, _segments(septets, _GSM7_ALONE, _GSM7_OF_SEVERAL))


def is_gsm7(text: str) -> bool:
    """Tell whether a text can be written in GSM-7."""
    return _FOREIGN.search(text) is None


def _segments(widths: list[int], alone: int, of_several: int) -> int:
    if sum(widths) <= alone:
        return 1
    return sum(1 for _ in _starts(widths, of_several))


def _starts(widths: list[int], room: int) -> Iterator[int]:
    """Yield the index of the first character of each segment."""
    left = 0
    for index, width in enumerate(widths):
        if width > left:
            yield index
            left = room
        left -= width
