"""Who asks: an actor of one merchant, with the role and the assumptions that apply to all it asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.access import Role
from domain.actor import USER_PREFIX
from domain.ids import MerchantId
from domain.locale import Locale


@dataclass(frozen=True, slots=True)
class Caller:
    """A caller who has been recognised.

    `actor` is what its deeds are signed with, `key_0192…`, or `usr_` and a subject; `region` reads phone
    numbers without a country code; `locale` is the merchant's BCP 47 tag, `language` what messages
    are written in. `address_key` is what opt-outs of the merchant's customers are kept under
    (domain.consent); who only reads needs none.
    """

    merchant_id: MerchantId
    actor: str
    role: Role
    merchant_name: str
    region: str
    currency: str
    locale: str
    language: Locale
    address_key: bytes = field(default=b"", repr=False, compare=False)

    @property
    def is_person(self) -> bool:
        """Whether it is a person, of whom only the issuer knows what they may; no program with a key."""
        return self.actor.startswith(USER_PREFIX)

    def signature(self) -> Mapping[str, str]:
        """Return what a link is signed with, to open later no more than its maker may.

        What a key may is looked up then; what a person may is told by their token alone, so it goes along.
        """
        if not self.is_person:
            return {"actor": self.actor}
        return {"actor": self.actor, "merchant": str(self.merchant_id), "role": str(self.role)}
