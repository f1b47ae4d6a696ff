"""What a gateway tells has its effect, once: a message moves on, or an address is left in peace."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from random import uniform
from typing import TypeVar

from db.connect import Connection, Pool
from db.delivery import recipient
from db.errors import is_passing
from db.webhooks_in import received
from db.writing import administering, writing
from domain.consent import ConsentSource
from domain.customer import Channel
from domain.delivery import DeliveryError
from domain.ids import MerchantId
from domain.phone import read_phone
from domain.stop_reply import Reply
from domain.storable import misfit
from domain.webhook_endpoint import EVENT_ID_LIMIT
from services.consent.opt_out import opt_in_again, opt_out
from services.delivery.report import Heard, take_report
from services.keyed_secrets import KeyedSecrets
from services.messengers.reports import Reported
from services.messengers.told import IncomingReply, Report
from services.mutating import LONGEST_PAUSES_S

T = TypeVar("T")


async def hear_report(pool: Pool, secrets: KeyedSecrets, reported: Reported, report: Report) -> Heard:
    """Move the message on; return what the report came to. Told again, or too late, it changes nothing.

    A recipient whom the gateway does not write to any more is not asked again by anybody of this merchant.
    """

    async def take(tx: Connection) -> Heard:
        # What is dated in the future was not heard before now.
        at = None if report.at is None else min(report.at, datetime.now(UTC))
        return await take_report(
            tx, reported.merchant_id, reported.delivery_id, report.status, at, report.error
        )

    async def leave_in_peace(tx: Connection) -> None:
        row = await recipient.ADDRESS.fetch_row(
            tx, merchant=reported.merchant_id, delivery=reported.delivery_id
        )
        if row is not None:
            source = ConsentSource.PROVIDER_BLOCKLIST
            channel = Channel(row["channel"])
            await opt_out(tx, secrets, reported.merchant_id, channel, row["address"], source)

    heard = await _in_one_go(pool, reported.merchant_id, take)
    if heard is not Heard.NEVER_SENT and report.error is DeliveryError.BLOCKLISTED:
        await _in_one_go(pool, reported.merchant_id, leave_in_peace)
    return heard


async def hear_reply(pool: Pool, secrets: KeyedSecrets, provider: str, reply: IncomingReply) -> None:
    """Let STOP and START hold for the merchant who wrote to this number last; other replies are not ours.

    A reply is heard once: repeated after a START, an old STOP changes nothing.
    """
    number = _number(reply.sender)
    if reply.asks is None or number is None or misfit(reply.id, EVENT_ID_LIMIT):
        return
    merchant_id = await _last_writer(pool, number)
    if merchant_id is None:
        return
    proof = f"{reply.asks} {provider} {reply.id}"

    async def obey(tx: Connection) -> None:
        if not await received.REMEMBER.fetch_value(
            tx, merchant=merchant_id, sender=f"{provider}:replies", event=reply.id
        ):
            return
        change = opt_out if reply.asks is Reply.STOP else opt_in_again
        source = ConsentSource.STOP_REPLY
        await change(tx, secrets, merchant_id, Channel.SMS, number, source, proof)

    await _in_one_go(pool, merchant_id, obey)


def _number(sender: str) -> str | None:
    """Return who replied in E.164, or None for a name or a short number, to which nobody has written."""
    # The region plays no part in a number with its country code.
    return read_phone(sender, "DE").e164 if sender.startswith("+") else None


async def _last_writer(pool: Pool, number: str) -> MerchantId | None:
    async with administering(pool) as tx:
        found = await recipient.LAST_WRITER.fetch_value(tx, address=number)
    return None if found is None else MerchantId(found)


async def _in_one_go(pool: Pool, merchant_id: MerchantId, work: Callable[[Connection], Awaitable[T]]) -> T:
    """Do some work in a transaction, again when somebody came between: a gateway may not tell it twice."""
    for longest_pause_s in LONGEST_PAUSES_S:
        try:
            async with writing(pool, merchant_id) as tx:
                return await work(tx)
        except Exception as error:
            if not is_passing(error):
                raise
        await asyncio.sleep(uniform(0, longest_pause_s))  # noqa: S311 - no secret, only a lot
    async with writing(pool, merchant_id) as tx:
        return await work(tx)
