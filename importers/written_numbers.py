"""A number as a person wrote it, 1.234,56 or 1,234.56 or 1 234,56, becomes one with a point."""

import re
from collections.abc import Iterable

# Spaces and apostrophes only ever part thousands.
_SPACERS = re.compile(r"[\s'’\u00a0\u202f]")
_GROUPED = re.compile(
    r"(?P<whole>[+-]?\d{1,3}(?P<sign>[.,])\d{3}(?:(?P=sign)\d{3})*)(?:(?!(?P=sign))[.,](?P<fraction>\d+))?"
)
_UNGROUPED = re.compile(r"[+-]?\d*[.,]\d+")
_POINT_REGIONS = frozenset({"US", "GB", "IE", "AU", "NZ", "CA", "CH", "LI", "IN", "JP", "CN", "SG", "MX"})


def decimal_sign(texts: Iterable[str]) -> str | None:
    """Return the sign, a point or a comma, that most numbers among the texts have before their decimals.

    None when no number tells, because none has decimals, or when they tell differently.
    """
    signs = [sign for text in texts if (sign := _told_by(_SPACERS.sub("", text)))]
    points, commas = signs.count("."), signs.count(",")
    return None if points == commas else "." if points > commas else ","


def _told_by(text: str) -> str | None:
    if grouped := _GROUPED.fullmatch(text):
        if grouped["fraction"]:
            return "," if grouped["sign"] == "." else "."
        # 1.234.567 has points between thousands; 1.234 has two meanings.
        several = grouped[0].count(grouped["sign"]) > 1
        return ("," if grouped["sign"] == "." else ".") if several else None
    return ("," if "," in text else ".") if _UNGROUPED.fullmatch(text) else None


def plain_number(text: str, region: str, sign: str | None = None) -> str:
    """Return the number with a point before its decimals and no other sign; any other text is no number.

    Only `1.234` and `1,234` have two meanings; `sign` tells which, the file's sign before decimals, or else
    how people in `region` write.
    """
    digits = _SPACERS.sub("", text)
    grouped = _GROUPED.fullmatch(digits)
    if grouped and not _means_decimals(grouped, sign or _sign_of(region)):
        whole = grouped["whole"].replace(grouped["sign"], "")
        return f"{whole}.{grouped['fraction']}" if grouped["fraction"] else whole
    return digits.replace(",", ".") if _UNGROUPED.fullmatch(digits) else digits


def _means_decimals(grouped: re.Match[str], sign: str) -> bool:
    # No number of thousands begins with a zero.
    if grouped["whole"].lstrip("+-").startswith("0"):
        return True
    return grouped["sign"] == sign and grouped[0].count(".") + grouped[0].count(",") == 1


def _sign_of(region: str) -> str:
    return "." if region in _POINT_REGIONS else ","
