"""A mutation is one transaction: its work, its remembered outcome and its answer; done again when raced."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from random import uniform
from typing import Any, TypeVar

import orjson

from db import idempotency
from db.connect import Connection, Pool
from db.errors import is_passing
from db.reading import reading
from db.writing import writing
from domain.caller import Caller
from domain.errors import Failure, Failures, IdempotencyKeyReused, Required
from domain.payment import check_payment_texts

# What the work hands to the answer, as JSON: ids as text. It is all that is kept under a key.
Seed = dict[str, Any]
Work = Callable[[Connection], Awaitable[Seed]]

T = TypeVar("T")

# Short and drawn by lot, so that those who collided do not meet again; together under a second.
LONGEST_PAUSES_S = (0.002, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4)


@dataclass(frozen=True, slots=True)
class Once:
    """An idempotency key and what it stands for; `arguments` is JSON-able.

    They are given coerced, so that equal requests are equal however they were written.
    """

    mutation: str
    key: str
    arguments: Any

    @property
    def digest(self) -> bytes:
        return sha256(orjson.dumps(self.arguments, default=str, option=orjson.OPT_SORT_KEYS)).digest()


class Answered(Exception):
    """A twin with the same key was there first."""


async def perform(
    pool: Pool,
    caller: Caller,
    work: Work,
    answer: Callable[[Connection, Seed], Awaitable[T]],
    once: Once | None = None,
    *,
    remembered_by_work: bool = False,
) -> T:
    """Do the work and read its answer in one transaction; with `once`, only the first time.

    A key that has its answer gives the same seed again, whatever the work would do by now. A twin in
    flight is waited for at its key: the work is done first and kept last, so that the usual request,
    which is nobody's twin, needs no look-up. Work that keeps its seed itself, in a statement that it
    needs anyway, and raises Answered when the key had one, says so by `remembered_by_work`.
    Errors: the failures of the work, upon which nothing is left; IdempotencyKeyReused and what is wrong
            with a key, at idempotency_key.
    """
    if once is not None:
        _require_key(once)
    for longest_pause_s in (*LONGEST_PAUSES_S, None):
        try:
            return await _attempt(pool, caller, work, answer, None if remembered_by_work else once)
        except (Failure, Failures, Answered) as ended:
            # Twins that met in the same rows fail by each other's effect: the first one's answer counts.
            if once is None:
                raise
            return await _recall(pool, caller, answer, once, ended)
        except Exception as error:
            if longest_pause_s is None or not is_passing(error):
                raise
            await asyncio.sleep(uniform(0, longest_pause_s))  # noqa: S311 - no secret, only a lot
    raise AssertionError("the last attempt returns or raises")


async def _attempt(
    pool: Pool,
    caller: Caller,
    work: Work,
    answer: Callable[[Connection, Seed], Awaitable[T]],
    remembered: Once | None,
) -> T:
    async with writing(pool, caller.merchant_id) as tx:
        seed = await work(tx)
        if remembered is not None:
            await _remember(tx, caller, remembered, seed)
        return await answer(tx, seed)


async def _remember(tx: Connection, caller: Caller, once: Once, seed: Seed) -> None:
    remembered = await idempotency.REMEMBER.fetch_value(
        tx,
        merchant=caller.merchant_id,
        actor=caller.actor,
        mutation=once.mutation,
        key=once.key,
        arguments_sha256=once.digest,
        outcome=orjson.dumps(seed).decode(),
    )
    if not remembered:
        raise Answered


async def _recall(
    pool: Pool,
    caller: Caller,
    answer: Callable[[Connection, Seed], Awaitable[T]],
    once: Once,
    ended: Failure | Failures | Answered,
) -> T:
    """Give the answer that the key has; raise `ended` when it has none."""
    async with reading(pool, caller.merchant_id) as snapshot:
        kept = await idempotency.RECALL.fetch_row(
            snapshot, merchant=caller.merchant_id, actor=caller.actor, mutation=once.mutation, key=once.key
        )
        if kept is None:
            raise ended
        if kept["arguments_sha256"] != once.digest:
            raise IdempotencyKeyReused(field=("idempotency_key",), key=once.key)
        return await answer(snapshot, orjson.loads(kept["outcome"]))


def _require_key(once: Once) -> None:
    failures = check_payment_texts({"idempotency_key": once.key})
    if not once.key.strip():
        failures = [Required(field=("idempotency_key",))]
    if failures:
        raise Failures(failures)
