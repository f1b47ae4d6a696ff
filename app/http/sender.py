"""Who sends a request: a key or token and a language in its headers become a caller, or nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.http.negotiation import language
from app.http.refusals import sign_in_unavailable
from domain.caller import Caller
from services.authentication import Authenticator
from services.oidc.issuer_keys import IssuerUnreachable


@dataclass(frozen=True, slots=True)
class Sender:
    """What a sender says of itself; it can be asked again and again who that is by now."""

    authorization: str | None
    accept_language: str | None

    async def recognised(self, authenticator: Authenticator) -> Caller | None:
        """Return the caller, speaking the language that was asked for; None without a valid key or token.

        Errors: Refused, when nobody can tell.
        """
        if not self.shows_something:
            return None
        try:
            caller = await authenticator.authenticate(self._secret)
        except IssuerUnreachable:
            raise sign_in_unavailable() from None
        if caller is None or self.accept_language is None:
            return caller
        spoken = language(self.accept_language, caller.language)
        return caller if spoken is caller.language else replace(caller, language=spoken)

    @property
    def shows_something(self) -> bool:
        """Whether a key or token came along, of whatever worth."""
        return bool(self._secret)

    @property
    def _secret(self) -> str:
        scheme, _, secret = (self.authorization or "").partition(" ")
        return secret.strip() if scheme.lower() == "bearer" else ""

    def overridden(self, payload: Mapping[str, Any]) -> "Sender":
        """Return the sender with the headers that a payload names instead, in whatever case."""
        named = {name.lower(): value for name, value in payload.items() if isinstance(value, str)}
        return Sender(
            named.get("authorization", self.authorization),
            named.get("accept-language", self.accept_language),
        )
