"""Who signs people in: the issuer that the settings name, or nobody."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx

from app.cannot_start import CannotStart
from app.settings import Settings
from domain.person import Claims
from services.oidc.issuer_keys import IssuerKeys
from services.oidc.tokens import Tokens


class IssuerUnclear(CannotStart):
    """The settings name an issuer and lack what it needs, or have what one needs and name none."""


def check_identity(settings: Settings) -> None:
    """Refuse settings that contradict each other. Errors: IssuerUnclear."""
    if settings.oidc_issuer is not None and settings.oidc_audience is None:
        raise IssuerUnclear("OIDC_ISSUER needs OIDC_AUDIENCE: what its tokens for this API name as audience.")
    if settings.oidc_issuer is None and settings.oidc_audience is not None:
        raise IssuerUnclear("OIDC_AUDIENCE is set, but OIDC_ISSUER is not: set it, or unset the audience.")
    if settings.oidc_issuer is not None and not _is_safe(settings.oidc_issuer):
        raise IssuerUnclear("OIDC_ISSUER must begin with https: its keys tell who signs in.")


@asynccontextmanager
async def tokens_of_people(settings: Settings) -> AsyncIterator[Tokens | None]:
    """Give what reads people's tokens, for as long as the block runs; None when nobody signs people in."""
    check_identity(settings)
    if settings.oidc_issuer is None or settings.oidc_audience is None:
        yield None
        return
    claims = Claims(settings.oidc_merchant_claim, settings.oidc_role_claim)
    async with httpx.AsyncClient(follow_redirects=False) as client:
        keys = IssuerKeys(settings.oidc_issuer, client)
        keys.warm_up()
        yield Tokens(keys, settings.oidc_audience, claims)
        await keys.close()


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https" or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
