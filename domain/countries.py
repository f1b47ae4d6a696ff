"""Which two letters are a country: ISO 3166-1 alpha-2, and Kosovo."""

from babel.core import Locale as CldrLocale

from domain.errors import RegionUnknown

# CLDR also names what is no country of ISO's: parts (Ascension), unions (EU, UN) and test codes.
_NO_COUNTRIES = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
)

# Kosovo has no code of ISO's yet; everybody, CLDR and telephony included, writes XK.
COUNTRIES: frozenset[str] = frozenset(
    code
    for code in map(str, CldrLocale("en").territories)
    if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
)


def read_country(text: str) -> str:
    """Return the code in upper case; RegionUnknown when it is none. Names are not read, only codes."""
    code = text.strip().upper()
    if code not in COUNTRIES:
        raise RegionUnknown(value=text)
    return code
