"""Which columns of a file are ours: a report adds them, and when it comes back they hold nobody's data."""

import re
from enum import StrEnum
from types import MappingProxyType

from domain.locale import Locale
from domain.names import fold


class ReportColumn(StrEnum):
    """What a report says of a row, in the order of its columns."""

    ROW = "row"
    CODES = "codes"
    MESSAGES = "messages"


# Words that no merchant has above a column: a file may well have its own "Row" or "Code".
REPORT_HEADERS: MappingProxyType[ReportColumn, MappingProxyType[Locale, str]] = MappingProxyType(
    {
        column: MappingProxyType({Locale.DE: de, Locale.FR: fr, Locale.EN: en})
        for column, de, fr, en in (
            (ReportColumn.ROW, "Importzeile", "Ligne d’import", "Import row"),
            (ReportColumn.CODES, "Importcodes", "Codes d’import", "Import codes"),
            (ReportColumn.MESSAGES, "Importmeldungen", "Messages d’import", "Import messages"),
        )
    }
)


def is_report_header(text: str) -> bool:
    """Tell whether a header is one of ours in any language; case, accents and punctuation do not count."""
    # The longest has 22 characters; a text of thousands is not worth folding.
    return len(text) <= _LONGEST and _plain(text) in _WORDS


def _plain(text: str) -> str:
    return _PUNCTUATION.sub("", fold(text))


_PUNCTUATION = re.compile(r"[\W_]+")
_LONGEST = 60
_WORDS = frozenset(_plain(header) for headers in REPORT_HEADERS.values() for header in headers.values())
