"""Who asks: an actor of one merchant, with the role and the assumptions that apply to all it asks."""

from dataclasses import dataclass, field

from domain.access import Role
from domain.ids import MerchantId
from domain.locale import Locale


@dataclass(frozen=True, slots=True)
class Caller:
    """A caller who has been recognised.

    `actor` is what its deeds are signed with, e.g. `key_0192…`; `region` reads phone numbers without a
    country code; `locale` is the merchant's BCP 47 tag, `language` what messages are written in.
    `address_key` is what opt-outs of the merchant's customers are kept under (domain.consent); who only reads
    needs none.
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
