"""What a plainly written number means, without libphonenumber's care for what is not: nine times as fast.

Plain are digits in the usual groups, with at most one plus before them. Anything else (letters, extensions,
several numbers, digits of other scripts) and all that libphonenumber would try a second time is left to it.
"""

import re
from enum import Enum
from typing import Literal

from phonenumbers import SUPPORTED_REGIONS, PhoneNumberType

from domain.phone_plan import Plan, country_code, home_of, plan_of_code, plan_of_region
from domain.phone_reading import REGIONS, Reading


class _Left(Enum):
    TO_LIBRARY = "to the library"


# What no claim is made about.
UNFAMILIAR = _Left.TO_LIBRARY

_PLAIN = re.compile(r"[ (./-]*\+?[ ()./-]*[0-9][0-9 ()./-]{4,40}")
_SIGNS = b"+ ()./-"
# Shorter ones are emergency numbers and the like, longer ones no numbers: both are rare.
_FEWEST, _MOST = 5, 17


def read_plain(written: str, region: str) -> Reading | Literal[_Left.TO_LIBRARY] | None:
    """Return the likeliest of the valid numbers that a text can mean in `region`, None when there is none.

    UNFAMILIAR when that is for `read_by_library` to tell; otherwise it would tell the same.
    """
    if _PLAIN.fullmatch(written) is None or region not in SUPPORTED_REGIONS:
        return UNFAMILIAR
    digits = written.encode().translate(None, _SIGNS).decode()
    if not _FEWEST <= len(digits) <= _MOST:
        return UNFAMILIAR
    if "+" in written:
        return _from_abroad(digits)
    return _without_plus(written, digits, region)


def _without_plus(written: str, digits: str, region: str) -> Reading | Literal[_Left.TO_LIBRARY] | None:
    plan = plan_of_region(region)
    if written == digits and region in REGIONS and digits.startswith(plan.code):
        whole = _of_code(plan.code, digits[len(plan.code) :])
        if whole is not None and whole.type == PhoneNumberType.MOBILE:
            return whole  # its plus has been lost; compare phone_reading
    dialled = _as_dialled(digits, region, plan)
    if dialled is None and written.startswith("00"):
        return _from_abroad(digits[2:])
    return dialled


def _as_dialled(digits: str, region: str, plan: Plan) -> Reading | None:
    """Read digits as somebody in the region dials them: abroad, or at home."""
    if plan.starts_abroad and (prefix := plan.starts_abroad(digits)):
        abroad = digits[prefix.end() :]
        if not abroad.startswith("0"):
            found = _from_abroad(abroad)
            return None if found is UNFAMILIAR else found
    if digits.startswith(plan.code):
        stripped = plan.without_prefix(digits[len(plan.code) :])
        sooner = not plan.is_general(digits) and plan.is_general(stripped)
        if sooner or plan.is_too_long(digits):
            return _of_code(plan.code, stripped)
    return _at_home(plan.code, plan.significant(digits))


def _from_abroad(digits: str) -> Reading | Literal[_Left.TO_LIBRARY] | None:
    """Read digits behind a plus, or what stands for it."""
    code = country_code(digits)
    if code is None:
        return UNFAMILIAR
    return _of_code(code, digits[len(code) :]) if len(digits) > 2 else None


def _of_code(code: str, digits: str) -> Reading | None:
    return _at_home(code, plan_of_code(code).significant(digits))


def _at_home(code: str, significant: str) -> Reading | None:
    home = home_of(code, significant)
    return None if home is None else Reading(f"+{code}{significant}", *home)
