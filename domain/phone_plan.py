"""The numbering plan of a region or country code, compiled once from libphonenumber's own metadata.

Every step is one of `phonenumbers.phonenumberutil`, with what never changes worked out beforehand; the rules
are the metadata's, so that a new release of it needs no change here.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, NumberFormat, PhoneNumberDesc, PhoneNumberType
from phonenumbers.phonemetadata import PhoneMetadata

_Match = Callable[[str], re.Match[str] | None]
# A region of a country code: its name, what its numbers begin with if that tells it from the others of the
# code, its numbers of one length, and the type that each group of that pattern stands for.
_Home = tuple[str, _Match | None, _Match, tuple[int, ...]]

# A way to write numbers: what those begin with that are written so, what they are, and what becomes of that.
_Notation = tuple[_Match | None, re.Pattern[str], str]

CODES: frozenset[str] = frozenset(map(str, COUNTRY_CODE_TO_REGION_CODE))

# In the order in which the library asks; lines for both and of either kind come last.
_FIRST = (
    (PhoneNumberType.PREMIUM_RATE, "premium_rate"),
    (PhoneNumberType.TOLL_FREE, "toll_free"),
    (PhoneNumberType.SHARED_COST, "shared_cost"),
    (PhoneNumberType.VOIP, "voip"),
    (PhoneNumberType.PERSONAL_NUMBER, "personal_number"),
    (PhoneNumberType.PAGER, "pager"),
    (PhoneNumberType.UAN, "uan"),
    (PhoneNumberType.VOICEMAIL, "voicemail"),
)

_FIRST_GROUP = re.compile(r"(\\\d)")


class Plan:
    """How numbers of one region are dialled."""

    __slots__ = (
        "_lengths",
        "_longest",
        "_notations",
        "_prefix",
        "_rule",
        "code",
        "is_general",
        "starts_abroad",
    )

    def __init__(self, metadata: PhoneMetadata) -> None:
        general = metadata.general_desc
        assert general is not None
        assert general.national_number_pattern is not None
        self.code = str(metadata.country_code)
        self.is_general: _Match = re.compile(general.national_number_pattern).fullmatch
        self.starts_abroad = _matcher(metadata.international_prefix)
        self._prefix = _matcher(metadata.national_prefix_for_parsing)
        self._rule = metadata.national_prefix_transform_rule
        self._lengths = frozenset(general.possible_length) - frozenset(general.possible_length_local_only)
        self._longest = max(general.possible_length)
        self._notations = tuple(map(_notation, metadata.number_format))

    def is_too_long(self, digits: str) -> bool:
        return len(digits) > self._longest

    def significant(self, digits: str) -> str:
        """Return the digits without what is dialled before them at home, if there was such a thing."""
        stripped = self.without_prefix(digits)
        length = len(stripped)
        return stripped if length in self._lengths or length > self._longest else digits

    def without_prefix(self, digits: str) -> str:
        """Return the digits without a trunk prefix or carrier code, unless a number is one only with it."""
        if self._prefix is None or not (found := self._prefix(digits)):
            return digits
        stripped = digits[found.end() :]
        if self._rule and found.groups()[-1] is not None:
            stripped = found.expand(self._rule) + stripped
        return stripped if self.is_general(stripped) or not self.is_general(digits) else digits

    def written_at_home(self, significant: str) -> str:
        """Return a number in groups, with what is dialled before it at home: `0151 23456789`."""
        for begins, whole, groups in self._notations:
            if (begins is None or begins(significant)) and whole.fullmatch(significant):
                return whole.sub(groups, significant)
        return significant


@lru_cache(maxsize=512)
def plan_of_region(region: str) -> Plan:
    """Return the plan of one of phonenumbers.SUPPORTED_REGIONS."""
    return Plan(_metadata(region))


@lru_cache(maxsize=512)
def plan_of_code(code: str) -> Plan:
    """Return the plan of one of CODES: that of its main region, such as US for 1."""
    return Plan(_metadata(COUNTRY_CODE_TO_REGION_CODE[int(code)][0], int(code)))


def country_code(digits: str) -> str | None:
    """Return the country code that digits begin with; no code is the beginning of another."""
    return next((digits[:length] for length in (1, 2, 3) if digits[:length] in CODES), None)


def home_of(code: str, significant: str) -> tuple[str, int] | None:
    """Return region and type of a number, None when it is not valid."""
    for region, begins, is_number, types in _homes(code, len(significant)):
        if begins is not None and not begins(significant):
            continue
        found = is_number(significant)
        if found is not None:
            assert found.lastindex is not None
            return region, types[found.lastindex - 1]
        if begins is not None:
            return None  # it is that region's and nobody else's, and no number there
    return None


@lru_cache(maxsize=4096)
def _homes(code: str, length: int) -> tuple[_Home, ...]:
    regions = COUNTRY_CODE_TO_REGION_CODE[int(code)]
    return tuple(_home(region, int(code), length, shared=len(regions) > 1) for region in regions)


def _home(region: str, code: int, length: int, *, shared: bool) -> _Home:
    metadata = _metadata(region, code)
    kinds = list(_kinds(metadata, length))
    pattern = "|".join(f"({of_kind})" for _, of_kind in kinds)
    general = _of_length(metadata.general_desc, length)
    is_number = re.compile(f"(?={general}\\Z)(?:{pattern})" if kinds and general else r"(?!)")
    begins = _matcher(metadata.leading_digits) if shared else None
    return region, begins, is_number.fullmatch, tuple(kind for kind, _ in kinds)


def _kinds(metadata: PhoneMetadata, length: int) -> Iterator[tuple[int, str]]:
    """Yield type and pattern; of several that fit a number, the first counts."""
    for kind, name in _FIRST:
        if pattern := _of_length(getattr(metadata, name), length):
            yield kind, pattern
    fixed = _of_length(metadata.fixed_line, length)
    if metadata.same_mobile_and_fixed_line_pattern:
        if fixed:
            yield PhoneNumberType.FIXED_LINE_OR_MOBILE, fixed
        return
    mobile = _of_length(metadata.mobile, length)
    if fixed and mobile:
        yield PhoneNumberType.FIXED_LINE_OR_MOBILE, f"(?={mobile}\\Z){fixed}"
    if fixed:
        yield PhoneNumberType.FIXED_LINE, fixed
    if mobile:
        yield PhoneNumberType.MOBILE, mobile


def _of_length(described: PhoneNumberDesc | None, length: int) -> str | None:
    """Return the pattern of the numbers that are described, None when none of them is so long."""
    if described is None or not described.national_number_pattern:
        return None
    if described.possible_length and length not in described.possible_length:
        return None
    return f"(?:{described.national_number_pattern})"


def _notation(format_: NumberFormat) -> _Notation:
    # Several patterns are ever narrower; the last one decides.
    begins = _matcher(format_.leading_digits_pattern[-1] if format_.leading_digits_pattern else None)
    assert format_.pattern is not None
    assert format_.format is not None
    groups: str = format_.format
    if rule := format_.national_prefix_formatting_rule:
        groups = _FIRST_GROUP.sub(rule, groups, count=1)
    return begins, re.compile(format_.pattern), groups


def _metadata(region: str, code: int | None = None) -> PhoneMetadata:
    if code is None:
        metadata = PhoneMetadata.metadata_for_region(region)
    else:
        metadata = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
    assert metadata is not None, "libphonenumber has metadata of all that it lists"
    return metadata


def _matcher(pattern: str | None) -> _Match | None:
    return re.compile(pattern).match if pattern else None
