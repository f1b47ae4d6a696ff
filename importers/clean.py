"""A text as it stands in a file becomes the text that its author meant, with what was wrong with it."""

import re
from collections.abc import Sequence
from contextlib import suppress

from domain.harmless import is_failed_formula, is_guarded, is_text_mark, unguard
from domain.issues import ImportIssueCode, IssueSeverity
from domain.visible import visible
from importers.cells import Formula
from importers.decode import repair
from importers.findings import Finding

# One search over a whole row tells whether any of its cells needs a closer look; few do. Those of its signs
# that are printable:
_MARKS = re.compile("['=#ÃÂâ√\ufffd]")
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u2000-\u200b\u200e\u200f\u202a-\u202f\u205f-\u2069\u3000"
    "\ufeff\ufffd-\uffff\udc80-\udcffÃÂâ√]|^[ \t]*['=#]",
    re.MULTILINE,
)
_WRAPPED = re.compile(r'="(.*)"', re.DOTALL)
# UTF-8 of a Western letter or sign, read as Windows-1252, Ã¼ for ü, â€™ for ’, Â° for °, â‚¬ for €; or by a
# Mac: √º for ü.
_MOJIBAKE = re.compile("Ã[\x80-\xbfƒ€‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|â‚¬|Â[\xa0-\xbf]|√[Ñ∂∫ºü©®†ß¥ª¢¥Äñúâ§¨]")


def is_suspect(texts: Sequence[str]) -> bool:
    """Tell whether any cell of a row needs `clean`; one search instead of one per cell."""
    row = " ".join(texts)
    if row.isprintable() and _MARKS.search(row) is None:
        return False  # three times as fast as the search that is exact
    return _SUSPECT.search("\n".join(texts)) is not None


def clean(text: str, *, typed: bool) -> tuple[str, list[Finding]]:
    """Return the text that is meant and what had to be done, or could not be, to get there.

    In a `typed` cell, one of a workbook, a text that begins with "=" is a text; in a CSV file, a formula.
    An apostrophe before `+`, `=`, `-` or `@` is what our own sheets put there, and is no finding.
    """
    if isinstance(text, Formula):
        return "", [Finding(ImportIssueCode.FORMULA_CELL)]
    findings: list[Finding] = []
    if (repaired := repair(text)) is not None:
        text = repaired
        findings.append(_fixed(ImportIssueCode.ENCODING_REPAIRED, text))
    if "\ufffd" in text or _MOJIBAKE.search(text):
        findings.append(Finding(ImportIssueCode.MOJIBAKE_SUSPECTED, suggestion=_unscrambled(text)))
    text, finding = _unwrapped(visible(text), typed)
    return text, findings if finding is None else [*findings, finding]


def storable(text: str) -> str:
    """Return a text as the file has it, but for stray bytes and NUL, which no JSON or database takes."""
    return (repair(text) or text).replace("\x00", "")


def _unwrapped(text: str, typed: bool) -> tuple[str, Finding | None]:
    """Return the text without the marks that keep it a text in a spreadsheet."""
    if is_guarded(text):
        return unguard(text), None
    if is_text_mark(text):
        return text[1:], _fixed(ImportIssueCode.APOSTROPHE_STRIPPED, text[1:])
    if is_failed_formula(text):
        return "", Finding(ImportIssueCode.FORMULA_CELL)
    if typed or not text.startswith("="):
        return text, None
    if wrapped := _WRAPPED.fullmatch(text):
        return wrapped[1].replace('""', '"').strip(), None
    # A CSV file holds no result, and what leads to one is no value.
    return "", Finding(ImportIssueCode.FORMULA_CELL)


def _fixed(code: ImportIssueCode, text: str) -> Finding:
    return Finding(code, IssueSeverity.FIXED, suggestion=text)


def _unscrambled(text: str) -> str | None:
    # A suggestion only: "Ã" is a letter in Portuguese, and a name is not ours to respell.
    for read_as in ("cp1252", "mac-roman"):
        with suppress(UnicodeError):
            return text.encode(read_as).decode("utf-8")
    return None
