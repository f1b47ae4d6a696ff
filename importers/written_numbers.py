"""A number as a person wrote it, 1.234,56 or 1,234.56 or 1 234,56, becomes one with a point."""

import re

# Spaces and apostrophes only ever part thousands.
_SPACERS = re.compile(r"[\s'’\u00a0\u202f]")
_POINT_REGIONS = frozenset({"US", "GB", "IE", "AU", "NZ", "CA", "CH", "LI", "IN", "JP", "CN", "SG", "MX"})


def plain_number(text: str, region: str) -> str:
    """Return the number with a point before its decimals and no other sign; any other text as it is.

    Only `1.234` or `1,234` has two meanings; it is read as people in `region` write.
    """
    digits = _SPACERS.sub("", text)
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        decimal = max(".", ",", key=digits.rfind)
    elif points + commas == 1 and re.search(r"[.,]\d{3}$", digits):
        decimal = "." if region in _POINT_REGIONS else ","
        decimal = decimal if decimal in digits else ""
    elif points + commas == 1:
        decimal = "." if points else ","
    else:
        decimal = ""  # several of one kind part thousands: 1.234.567
    return _with_point(digits, decimal)


def _with_point(digits: str, decimal: str) -> str:
    whole, _, fraction = digits.rpartition(decimal) if decimal else (digits, "", "")
    whole = whole.replace(".", "").replace(",", "")
    return f"{whole}.{fraction}" if fraction else whole
