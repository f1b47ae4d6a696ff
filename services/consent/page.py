"""Whoever follows the link of a message sees whether more will come, and changes that."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from db.connect import Pool
from db.opt_outs import WRITTEN_TO
from db.reading import reading
from db.writing import writing
from domain.consent import OWN_WORD, ConsentSource
from domain.customer import Channel
from domain.ids import Kind, encode
from services.consent.opt_out import opt_in_again, opt_out
from services.keyed_secrets import KeyedSecrets
from services.payment_requests.link import Linked


@dataclass(frozen=True, slots=True)
class OptOutPage:
    """Where the messages of one request went on one channel, the latest address first, and what holds there.

    `is_out`: no more requests go to any of them; `may_return`: by the word of whoever reads this.
    """

    channel: Channel
    addresses: Sequence[str]
    is_out: bool
    may_return: bool
    merchant_name: str
    merchant_locale: str
    customer_locale: str | None


async def find_opt_out(pool: Pool, linked: Linked, channel: Channel) -> OptOutPage | None:
    """Return what the page shows; None when no message of the request was made for this channel."""
    async with reading(pool, linked.merchant_id) as tx:
        rows = await WRITTEN_TO.fetch(
            tx, merchant=linked.merchant_id, request=linked.request_id, channel=channel.value
        )
    if not rows:
        return None
    sources = {row["source"] for row in rows}
    return OptOutPage(
        channel=channel,
        addresses=list(dict.fromkeys(row["address"] for row in rows)),
        is_out=None not in sources,
        may_return=sources <= OWN_WORD,
        merchant_name=rows[0]["merchant_name"],
        merchant_locale=rows[0]["merchant_locale"],
        customer_locale=rows[0]["customer_locale"],
    )


async def leave(pool: Pool, secrets: KeyedSecrets, linked: Linked, shown: OptOutPage) -> None:
    """Have nobody write to these addresses any more."""
    await _each(opt_out, pool, secrets, linked, shown)


async def come_back(pool: Pool, secrets: KeyedSecrets, linked: Linked, shown: OptOutPage) -> None:
    """Have requests go to these addresses again, unless it was somebody else who said that they must not."""
    await _each(opt_in_again, pool, secrets, linked, shown)


async def _each(
    say: Callable[..., Awaitable[object]],
    pool: Pool,
    secrets: KeyedSecrets,
    linked: Linked,
    shown: OptOutPage,
) -> None:
    merchant_id, source = linked.merchant_id, ConsentSource.OPT_OUT_LINK
    proof = encode(Kind.PAYMENT_REQUEST, linked.request_id)  # only its recipient has the link
    async with writing(pool, merchant_id) as tx:
        for address in sorted(shown.addresses):
            await say(tx, secrets, merchant_id, shown.channel, address, source, proof)
