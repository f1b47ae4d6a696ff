"""What becomes of a message is told once, whether its messenger was asked or not."""

from domain.consent import ConsentSource
from domain.customer import Channel
from domain.delivery import DeliveryStatus
from services.consent.opt_out import opt_out
from services.delivery.messenger import Certainty
from services.messengers.log import LogMessenger
from services.witness import Ended, MessageAttempt, MessageNews
from tests.gateways.gateway import Gateway
from tests.services.delivery.post_office import PostOffice, messenger_to
from tests.services.delivery.sending import ADDRESSES, SECRETS
from tests.services.witnessing import Memory


def without_seconds(ended: Ended) -> tuple[object, ...]:
    assert isinstance(ended, MessageAttempt)
    assert ended.seconds > 0
    return ended.channel, ended.messenger, ended.attempt, ended.status, ended.error


async def test_a_message_that_goes_out_is_one_attempt(office: PostOffice) -> None:
    memory = Memory()
    await office.outbox.ask()

    async with office.sending(LogMessenger(Channel.SMS), memory):
        await office.until(lambda: office.stands({"SENT": 1}))

    assert [without_seconds(ended) for ended in memory.ended] == [
        (Channel.SMS, "log", 1, DeliveryStatus.SENT, None)
    ]


async def test_who_wants_no_messages_is_news_and_no_attempt(office: PostOffice) -> None:
    memory = Memory()
    await office.outbox.ask()
    merchant_id = office.outbox.shop.caller.merchant_id
    async with office.writing(merchant_id) as tx:
        await opt_out(tx, SECRETS, merchant_id, Channel.SMS, ADDRESSES[Channel.SMS], ConsentSource.STOP_REPLY)

    async with office.sending(LogMessenger(Channel.SMS), memory):
        await office.until(lambda: office.stands({"FAILED": 1}))

    assert memory.ended == [MessageNews(Channel.SMS, "log", DeliveryStatus.FAILED)]


async def test_what_nobody_can_be_asked_about_is_news_and_no_attempt(
    office: PostOffice, gateway: Gateway
) -> None:
    """Another messenger had it when its worker died."""
    memory = Memory()
    await office.outbox.ask()
    await office.claim(1)
    await office.time_passes()

    async with office.sending(messenger_to(gateway, Certainty.NEITHER), memory):
        await office.until(lambda: office.stands({"UNKNOWN": 1}))

    assert memory.ended == [MessageNews(Channel.SMS, "http-sms", DeliveryStatus.UNKNOWN)]
    assert gateway.count() == 0
