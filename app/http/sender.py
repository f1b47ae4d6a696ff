"""Who sends a request: a key and a language in its headers become a caller, or nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.http.negotiation import language
from domain.caller import Caller
from services.authentication import Authenticator


@dataclass(frozen=True, slots=True)
class Sender:
    """What a sender says of itself; it can be asked again and again who that is by now."""

    authorization: str | None
    accept_language: str | None

    async def recognised(self, authenticator: Authenticator) -> Caller | None:
        """Return the caller, speaking the language that was asked for; None without a valid key."""
        scheme, _, secret = (self.authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not secret:
            return None
        caller = await authenticator.authenticate(secret.strip())
        if caller is None or self.accept_language is None:
            return caller
        spoken = language(self.accept_language, caller.language)
        return caller if spoken is caller.language else replace(caller, language=spoken)

    def overridden(self, payload: Mapping[str, Any]) -> "Sender":
        """Return the sender with the headers that a payload names instead, in whatever case."""
        named = {name.lower(): value for name, value in payload.items() if isinstance(value, str)}
        return Sender(
            named.get("authorization", self.authorization),
            named.get("accept-language", self.accept_language),
        )
