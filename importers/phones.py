"""A cell becomes a telephone number, and what a spreadsheet has done to it is undone or said."""

import re

from domain.issues import ImportIssueCode, IssueSeverity
from domain.phone import Phone, PhoneType, national, read_phone
from domain.readiness import TEXTABLE
from importers.cells import Cell
from importers.findings import Finding

_SCIENTIFIC = re.compile(r"[+-]?\d([.,]\d*)?E\+?\d+", re.IGNORECASE)
_FLOAT = re.compile(r"\+?\d+[.,]0+")
# Excel shows six significant digits of a long number, and a CSV keeps only what is shown.
_ROUNDED = re.compile(r"[1-9]\d{5}0{6,}")
_MADE_BY_SPREADSHEET = re.compile(r"[eE]|[.,]0+$|^[1-9]\d*$")


def read_phone_cell(
    cell: Cell, text: str, region: str, *, exported: bool = False
) -> tuple[Phone, tuple[Finding, ...]]:
    """Return the number of a cell that is not blank, and what was repaired or is wrong.

    `text` is the cleaned text of `cell`. A number that was rounded is an error, never a guess; one that
    is no number is kept as it is written, with a warning. In a row that was `exported`, one that says whose
    it is, a rounded number is a warning too: it may be what the customer has, and it replaces no valid one.
    """
    is_number = isinstance(cell, int | float)
    if not is_number and not _MADE_BY_SPREADSHEET.search(text):
        phone = read_phone(text, region)
        return phone, _doubts(phone)
    if _SCIENTIFIC.fullmatch(text) or (is_number and _ROUNDED.fullmatch(text)):
        severity = IssueSeverity.WARNING if exported else IssueSeverity.ERROR
        lost = Finding(ImportIssueCode.PHONE_SCIENTIFIC_PRECISION_LOST, severity)
        return Phone(text, None, PhoneType.UNKNOWN, None), (lost,)
    phone = read_phone(text, region)
    return phone, (*_repairs(phone, text, is_number), *_doubts(phone))


def _repairs(phone: Phone, text: str, is_number: bool) -> tuple[Finding, ...]:
    if phone.e164 is None:
        return ()
    if is_number or _FLOAT.fullmatch(text):
        return (Finding(ImportIssueCode.PHONE_FLOAT_REPAIRED, IssueSeverity.FIXED, suggestion=phone.e164),)
    if _has_lost_its_zero(phone.e164, text):
        code = ImportIssueCode.PHONE_LEADING_ZERO_RESTORED
        return (Finding(code, IssueSeverity.FIXED, suggestion=phone.e164),)
    return ()


def _has_lost_its_zero(e164: str, text: str) -> bool:
    # 15123456789 for 015123456789; where numbers are written without a zero (US, IT), none is lost.
    return text.isdecimal() and not e164.endswith("+" + text) and national(e164).startswith("0")


def _doubts(phone: Phone) -> tuple[Finding, ...]:
    if phone.e164 is None:
        return (Finding(ImportIssueCode.PHONE_INVALID),)
    if phone.type not in TEXTABLE:
        return (Finding(ImportIssueCode.PHONE_NOT_MOBILE),)
    return ()
