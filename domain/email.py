"""What is an e-mail address, and how it is written so that equal addresses are equal texts."""

import re
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from domain.errors import EmailInvalid

# The plain address that nearly everybody has: RFC 5322's dot-atom before the @, ASCII after it.
_PLAIN = re.compile(r"([a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*)@([a-z0-9.-]+)")
_LONGEST_LOCAL_PART = 64
_LONGEST_ADDRESS = 254


def normalise_email(text: str) -> str:
    """Return an address in lower case, its domain in Unicode, without outer spaces.

    Errors: EmailInvalid. Whether the domain exists is not asked: that would be I/O.
    Source: RFC 5321 and 6531; parsing by email-validator. Providers that tell cases apart are none today.
    """
    written = text.strip()
    # Reading an address costs 23 µs, and a million rows share few domains: those are read once each.
    plain = _PLAIN.fullmatch(written.lower()) if written.isascii() else None
    if plain is not None and _is_short(plain) and _is_domain(plain[2]):
        return plain[0]
    return _read(written, text)


def ascii_domain(address: str) -> str:
    """Return a normalised address with its domain as DNS knows it; what stands before the @ stays.

    Source: RFC 5891, in which straße is another name than strasse.
    """
    local, _, domain = address.rpartition("@")
    return address if domain.isascii() else f"{local}@{_in_dns(domain)}"


@lru_cache(maxsize=4096)
def _in_dns(domain: str) -> str:
    return validate_email(f"a@{domain}", check_deliverability=False).ascii_domain


def _is_short(plain: re.Match[str]) -> bool:
    return len(plain[1]) <= _LONGEST_LOCAL_PART and len(plain[0]) <= _LONGEST_ADDRESS


@lru_cache(maxsize=4096)
def _is_domain(domain: str) -> bool:
    """Whether a domain can stand after the @ and is written in its final form already."""
    try:
        return validate_email(f"a@{domain}", check_deliverability=False).domain == domain
    except EmailNotValidError:
        return False


def _read(written: str, text: str) -> str:
    try:
        return validate_email(written, check_deliverability=False, strict=True).normalized.lower()
    except EmailNotValidError:
        raise EmailInvalid(value=text) from None
