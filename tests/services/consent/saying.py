"""What customers of a shop say, and what holds of them since."""

import json
from dataclasses import dataclass
from typing import Any

from domain.consent import ConsentSource, ConsentState, MessagePurpose
from domain.customer import Channel
from domain.ids import CustomerId
from services.consent.opt_out import opt_in_again, opt_out
from services.consent.preference import set_contact_preference
from tests.factories import SECRETS, Shop

PHONE, OTHER_PHONE = "+491701234567", "+491707654321"
EMAIL, OTHER_EMAIL = "ada@example.org", "grace@example.org"


@dataclass(frozen=True, slots=True)
class Lines:
    """What customers and merchant say to each other."""

    shop: Shop

    async def stop(
        self,
        address: str = PHONE,
        channel: Channel = Channel.SMS,
        source: ConsentSource = ConsentSource.STOP_REPLY,
    ) -> None:
        """Have whoever is behind an address ask for no more messages."""
        await self.shop.do(_as_anybody(opt_out), channel, address, source, "STOPP")

    async def start(self, address: str = PHONE, channel: Channel = Channel.SMS) -> bool:
        answer: bool = await self.shop.do(
            _as_anybody(opt_in_again), channel, address, ConsentSource.OPT_OUT_LINK, "the link"
        )
        return answer

    async def set(
        self,
        customer: CustomerId,
        state: ConsentState,
        *,
        channel: Channel = Channel.SMS,
        purpose: MessagePurpose = MessagePurpose.TRANSACTIONAL,
        proof: str | None = None,
    ) -> None:
        """Have the merchant say what a customer wants."""
        await self.shop.do(set_contact_preference, customer, channel, purpose, state, proof)

    async def blocks(self, customer: CustomerId) -> tuple[str | None, str | None]:
        """Return why no text message and no e-mail goes to a customer."""
        sql = "select sms_block, email_block from customer where merchant_id = $1 and id = $2"
        (row,) = await self.shop.fetch(sql, customer)
        return row["sms_block"], row["email_block"]

    async def said(self, customer: CustomerId) -> list[tuple[str, str, str, str, str | None]]:
        """Return what a customer has said: channel, purpose, state, source, proof."""
        rows = await self.shop.fetch(
            "select channel, purpose, state, source, proof from contact_preference"
            " where merchant_id = $1 and customer_id = $2 order by channel, purpose",
            customer,
        )
        return [tuple(row) for row in rows]

    async def suppressed(self) -> list[tuple[str, bytes, str, str]]:
        """Return what is kept of addresses: channel, hash, purpose, source."""
        rows = await self.shop.fetch(
            "select channel, address_hash, purpose, source from suppression"
            " where merchant_id = $1 order by channel, purpose, address_hash"
        )
        return [tuple(row) for row in rows]

    async def told(self, customer: CustomerId) -> list[tuple[str, dict[str, Any]]]:
        """Return what the timeline tells but for how the customer came to be there: type and data."""
        rows = await self.shop.fetch(
            "select type, data from timeline_event"
            " where merchant_id = $1 and customer_id = $2 and type not in ('CREATED', 'IMPORTED')"
            " order by id",
            customer,
        )
        return [(row["type"], json.loads(row["data"])) for row in rows]

    def hashed(self, address: str) -> bytes:
        return SECRETS.address_hash(self.shop.caller.merchant_id, address)


def _as_anybody(use_case: Any) -> Any:
    """Let a use case that knows of no caller be done like one that does."""

    async def do(tx: Any, caller: Any, *args: Any) -> Any:
        return await use_case(tx, SECRETS, caller.merchant_id, *args)

    return do
