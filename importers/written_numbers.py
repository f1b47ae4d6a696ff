"""A number as a person wrote it, 1.234,56 or 1,234.56 or 1 234,56, becomes one with a point."""

import re

# Spaces and apostrophes only ever part thousands.
_SPACERS = re.compile(r"[\s'’\u00a0\u202f]")
_GROUPED = re.compile(
    r"(?P<whole>[+-]?\d{1,3}(?P<sign>[.,])\d{3}(?:(?P=sign)\d{3})*)(?:(?!(?P=sign))[.,](?P<fraction>\d+))?"
)
_UNGROUPED = re.compile(r"[+-]?\d*[.,]\d+")
_POINT_REGIONS = frozenset({"US", "GB", "IE", "AU", "NZ", "CA", "CH", "LI", "IN", "JP", "CN", "SG", "MX"})


def plain_number(text: str, region: str) -> str:
    """Return the number with a point before its decimals and no other sign; any other text is no number.

    Only `1.234` and `1,234` have two meanings; they are read as people in `region` write.
    """
    digits = _SPACERS.sub("", text)
    grouped = _GROUPED.fullmatch(digits)
    if grouped and not _means_decimals(grouped, region):
        whole = grouped["whole"].replace(grouped["sign"], "")
        return f"{whole}.{grouped['fraction']}" if grouped["fraction"] else whole
    return digits.replace(",", ".") if _UNGROUPED.fullmatch(digits) else digits


def _means_decimals(grouped: re.Match[str], region: str) -> bool:
    decimal_sign = "." if region in _POINT_REGIONS else ","
    return grouped["sign"] == decimal_sign and grouped[0].count(".") + grouped[0].count(",") == 1
