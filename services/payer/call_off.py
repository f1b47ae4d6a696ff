"""Checkouts of what has ended are called off at the provider, until it has said that nobody can pay there."""

import asyncio
import logging
import random
from datetime import timedelta

from db.connect import Pool, Record
from db.payer import calling_off
from db.writing import administering, writing
from domain.ids import Kind, encode
from domain.sending import pause_before_next
from services.payment_providers.provider import CheckoutState, PaymentProvider, ProviderUnavailable

log = logging.getLogger("kontor.payer")

# A worker that is silent for so long is taken for dead, and another one asks: to ask twice does no harm.
LEASE = timedelta(seconds=120)
# At once: well below what a provider takes of one account.
SIZE = 8
# A checkout is open for half an hour: its end is the last attempt, and nobody waits long before that.
LONGEST_PAUSE = timedelta(seconds=60)


async def call_off_checkouts(pool: Pool, provider: PaymentProvider) -> int:
    """Call off some of the checkouts that are due, of all merchants, and return how many were tried.

    One that the payer has completed is left to its event. One whose time is over needs nobody any more.
    """
    async with administering(pool) as owner:
        claimed = await calling_off.CLAIM.fetch(owner, provider=provider.name, size=SIZE, lease=LEASE)
    await asyncio.gather(*(_call_off(pool, provider, row) for row in claimed))
    return len(claimed)


async def _call_off(pool: Pool, provider: PaymentProvider, row: Record) -> None:
    state = CheckoutState.OVER if row["is_over"] else await _asked(provider, row)
    named = {"merchant": row["merchant_id"], "session": row["id"]}
    async with writing(pool, row["merchant_id"]) as tx:
        match state:
            case CheckoutState.OVER:
                await calling_off.CALLED_OFF.execute(tx, **named)
            case CheckoutState.PROCESSING:
                await calling_off.LEFT.execute(tx, **named)
            case CheckoutState.OPEN:
                pause = min(pause_before_next(row["attempt"], random.random()), LONGEST_PAUSE)  # noqa: S311
                await calling_off.POSTPONE.execute(tx, **named, attempt=row["attempt"], pause=pause)


async def _asked(provider: PaymentProvider, row: Record) -> CheckoutState:
    """Return how the checkout stands by now; OPEN as well when the provider does not tell."""
    try:
        return await provider.call_off(row["provider_reference"])
    except ProviderUnavailable:
        log.info("%s is still open: %s does not answer", _name(row), provider.name)
    except Exception:
        log.exception("%s can't be called off; trying again", _name(row))
    return CheckoutState.OPEN


def _name(row: Record) -> str:
    return encode(Kind.PAYMENT_SESSION, row["id"])
