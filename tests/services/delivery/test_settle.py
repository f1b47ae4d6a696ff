"""What became of messages is written by whoever has the claim, however the database behaves meanwhile."""

import asyncio
from contextlib import suppress

import asyncpg

from domain.consent import ConsentSource
from domain.customer import Channel
from domain.delivery import DeliveryError, DeliveryStatus
from services.delivery.attempt import Outcome
from services.delivery.settle import settle
from services.delivery.settling import settling
from services.messengers.log import LogMessenger
from tests.services.delivery.post_office import PostOffice
from tests.services.delivery.sending import SECRETS, Outbox

S = DeliveryStatus
SENT = Outcome(S.SENT, provider_message_id="gw-1")
FAILED = Outcome(S.FAILED, DeliveryError.ADDRESS_REFUSED)


async def test_whoever_has_lost_the_claim_changes_nothing(office: PostOffice) -> None:
    merchant_id = office.outbox.shop.caller.merchant_id
    await office.outbox.ask()
    (lost,) = (await office.claim(1)).claimed
    await office.time_passes()
    (held,) = (await office.claim(1)).claimed

    await settle(office.pool, SECRETS, merchant_id, [(lost, FAILED)])
    between = await office.outbox.statuses()
    await settle(office.pool, SECRETS, merchant_id, [(held, SENT)])
    await settle(office.pool, SECRETS, merchant_id, [(lost, FAILED)])

    assert between == {"SENDING": 1}
    assert await office.outbox.statuses() == {"SENT": 1}
    assert await office.outbox.request_statuses() == {"SENT": 1}


async def test_outcomes_wait_for_a_database_that_is_away(office: PostOffice) -> None:
    """The connections are cut while they are written."""
    await office.outbox.ask(20)
    claims = await office.claim(20)

    async with settling(office.pool, SECRETS) as outcomes:
        writing = [asyncio.create_task(outcomes.settle(claimed, SENT)) for claimed in claims.claimed]
        await _cut_connections(office)
        await asyncio.gather(*writing)

    assert await office.outbox.statuses() == {"SENT": 20}


async def _cut_connections(office: PostOffice) -> None:
    for _ in range(20):
        with suppress(asyncpg.PostgresError, OSError, asyncpg.InterfaceError):
            await office.run_sql(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
                " and backend_type = 'client backend'"
            )
        await asyncio.sleep(0.01)


async def test_an_outcome_that_can_not_be_written_keeps_no_other_from_it(office: PostOffice) -> None:
    await office.outbox.ask(3)
    claims = await office.claim(3)
    bad = Outcome(S.SENT, error="\x00")  # type: ignore[arg-type]

    async with settling(office.pool, SECRETS) as outcomes:
        await asyncio.gather(
            *(
                outcomes.settle(claimed, outcome)
                for claimed, outcome in zip(claims.claimed, (SENT, bad, SENT), strict=True)
            )
        )

    assert await office.outbox.statuses() == {"SENT": 2, "SENDING": 1}


async def test_outcomes_of_several_merchants_are_written_behind_their_own_fences(office: PostOffice) -> None:
    others: list[Outbox] = [await office.another_outbox() for _ in range(5)]
    for outbox in (office.outbox, *others):
        await outbox.ask(2)
    claims = await office.claim(12)

    async with settling(office.pool, SECRETS) as outcomes:
        await asyncio.gather(*(outcomes.settle(claimed, SENT) for claimed in claims.claimed))

    assert [await outbox.statuses() for outbox in (office.outbox, *others)] == [{"SENT": 2}] * 6


async def test_what_a_provider_calls_a_message_is_kept_as_far_as_it_can_be(office: PostOffice) -> None:
    """It is theirs to choose; too long, or nothing that Postgres keeps, it is left out."""
    merchant_id = office.outbox.shop.caller.merchant_id
    await office.outbox.ask(3)
    claims = await office.claim(3)
    names = ["x" * 200, "x" * 201, "a\x00b"]

    outcomes = [Outcome(S.SENT, provider_message_id=name) for name in names]
    await settle(office.pool, SECRETS, merchant_id, list(zip(claims.claimed, outcomes, strict=True)))

    kept = sorted(str(row["provider_message_id"]) for row in await office.outbox.deliveries())
    assert kept == ["None", "None", "x" * 200]
    assert await office.outbox.statuses() == {"SENT": 3}


async def test_who_told_the_provider_to_stop_is_written_to_no_more(office: PostOffice) -> None:
    merchant_id = office.outbox.shop.caller.merchant_id
    await office.outbox.ask()
    (claimed,) = (await office.claim(1)).claimed

    await settle(office.pool, SECRETS, merchant_id, [(claimed, Outcome(S.FAILED, DeliveryError.BLOCKLISTED))])
    await office.outbox.ask()
    await office.send_until(LogMessenger(Channel.SMS), FAILED=2)

    errors = sorted(row["last_error"] for row in await office.outbox.deliveries())
    assert errors == ["BLOCKLISTED", "OPTED_OUT"]
    source = await office.outbox.shop.value("select source from suppression where merchant_id = $1 limit 1")
    assert source == ConsentSource.PROVIDER_BLOCKLIST


async def test_a_batch_is_told_of_its_messages(office: PostOffice) -> None:
    """Once for all that are written together."""
    batch_id = await office.a_batch()
    for _ in range(5):  # a batch asks nobody twice
        await office.outbox.ask(batch_id=batch_id)
    heard: list[str] = []

    async with office.hearing(heard):
        await office.send_until(LogMessenger(Channel.SMS), SENT=5)
        merchant_id = office.outbox.shop.caller.merchant_id
        topic = f"{merchant_id}/job/{batch_id}"
        await office.until(lambda: _has(heard, topic))

    assert 1 <= heard.count(topic) <= 5


async def _has(heard: list[str], topic: str) -> bool:
    return topic in heard


async def test_each_channel_is_its_own(office: PostOffice) -> None:
    await office.outbox.ask(1, [Channel.SMS, Channel.EMAIL])
    merchant_id = office.outbox.shop.caller.merchant_id
    (sms,) = (await office.claim(1)).claimed

    await settle(office.pool, SECRETS, merchant_id, [(sms, FAILED)])
    halfway = await office.outbox.request_statuses()
    (mail,) = (await office.claim(1, LogMessenger(Channel.EMAIL))).claimed
    await settle(office.pool, SECRETS, merchant_id, [(mail, FAILED)])

    assert halfway == {"QUEUED": 1}
    assert await office.outbox.request_statuses() == {"UNDELIVERED": 1}
