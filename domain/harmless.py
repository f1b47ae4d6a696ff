"""A text that a spreadsheet would run or turn into a number is written so that it stays a text."""

import re

# Excel, LibreOffice and Numbers take these for the beginning of a formula, also behind a tab or a line end;
# in East Asian languages the wide ones too.
_SIGNS = r"=+\-@\t\r\n＝＋－＠"
# An apostrophe before a number says in a spreadsheet that it is none; whoever reads it takes it off.
_NUMBER = r"[\d ()/.-]+\Z"

# What Excel shows of a formula that has failed, in three languages; whoever reads it takes it for no value.
_FAILED = r"#(N/A|NV|REF!|BEZUG!|VALUE!|WERT!|VALEUR!|NAME\?|NOM\?|DIV/0!|NULL?!|NUM!|ZAHL!|NOMBRE!)\Z"

_DANGEROUS = re.compile(rf"'*[{_SIGNS}]")
_MARKED = re.compile(rf"'+([{_SIGNS}]|{_NUMBER})|'*{_FAILED}")
_GUARDED = re.compile(rf"'+[{_SIGNS}]|''+{_NUMBER}|'+{_FAILED}")
_TEXT_MARK = re.compile(rf"'{_NUMBER}")
_FAILED_FORMULA = re.compile(_FAILED)


def guard(text: str) -> str:
    """Return `text` with an apostrophe before a beginning that a spreadsheet would not leave alone.

    A text that begins so with apostrophes of its own gets one more: `unguard(guard(text)) == text`, always.
    Source: OWASP, CSV Injection.
    """
    return f"'{text}" if _DANGEROUS.match(text) or _MARKED.match(text) else text


def guard_typed(text: str) -> str:
    """Return `text` for a cell that is marked as text in its file: only what a reader would change."""
    return f"'{text}" if _MARKED.match(text) else text


def is_guarded(text: str) -> bool:
    """Tell whether an apostrophe stands before the text for the spreadsheet's sake."""
    return _GUARDED.match(text) is not None


def unguard(text: str) -> str:
    """Return `text` without the apostrophe that a guard, or a person in Excel, put before it."""
    return text[1:] if is_guarded(text) else text


def is_text_mark(text: str) -> bool:
    """Tell whether this is a number with the apostrophe by which a person made it a text: `'0151`."""
    return _TEXT_MARK.match(text) is not None


def is_failed_formula(text: str) -> bool:
    """Tell whether this is what a spreadsheet shows where there is no value: `#N/A`, `#BEZUG!`."""
    return _FAILED_FORMULA.match(text) is not None
