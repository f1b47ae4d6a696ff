"""A merchant has an address told what happens, tries it out, and has events sent once more."""

from collections.abc import Sequence

from db.connect import Connection
from db.webhooks_out import subscriptions
from domain.caller import Caller
from domain.errors import (
    Failure,
    Failures,
    TooManySubscriptions,
    WebhookDisabled,
    WebhookMessageNotFound,
    WebhookStillUnderWay,
    WebhookSubscriptionNotFound,
)
from domain.ids import SubscriptionId, WebhookMessageId, new_id
from domain.storable import misfit
from domain.webhook import SUBSCRIPTION_LIMIT, URL_LIMIT, WebhookStatus, WebhookTopic, unfit_topics
from domain.webhook_address import read_address


async def create_subscription(
    tx: Connection, caller: Caller, url: str, topics: Sequence[str], *, private: bool = False
) -> SubscriptionId:
    """Have an address told of some topics from now on; with `private`, one of our own network too.

    Errors: Failures with all that is wrong: TooLong, WebhookAddressRefused … at url, Required,
            WebhookTopicUnknown … at topics; TooManySubscriptions.
    """
    failures = [failure.at("topics") for failure in unfit_topics(topics)]
    try:
        _require_address(url, private=private)
    except Failure as failure:
        failures.append(failure.at("url"))
    if failures:
        raise Failures(failures)
    if await subscriptions.ALL.count(tx, caller.merchant_id) >= SUBSCRIPTION_LIMIT:
        raise TooManySubscriptions(limit=SUBSCRIPTION_LIMIT)
    subscription_id = SubscriptionId(new_id())
    await subscriptions.CREATE.execute(
        tx,
        merchant=caller.merchant_id,
        subscription=subscription_id,
        url=url,
        topics=sorted(set(topics)),
    )
    return subscription_id


async def delete_subscription(tx: Connection, caller: Caller, subscription_id: SubscriptionId) -> None:
    """Tell an address no more, and forget what it was told. Errors: WebhookSubscriptionNotFound at id."""
    named = {"merchant": caller.merchant_id, "subscription": subscription_id}
    if not await subscriptions.DELETE.fetch_value(tx, **named):
        raise WebhookSubscriptionNotFound(field=("id",))


async def send_test(tx: Connection, caller: Caller, subscription_id: SubscriptionId) -> WebhookMessageId:
    """Send an event that says nothing.

    Errors: WebhookSubscriptionNotFound, WebhookDisabled, both at id.
    """
    named = {"merchant": caller.merchant_id, "subscription": subscription_id}
    is_disabled = await subscriptions.IS_DISABLED.fetch_value(tx, **named)
    if is_disabled is None:
        raise WebhookSubscriptionNotFound(field=("id",))
    if is_disabled:
        raise WebhookDisabled(field=("id",))
    message_id = WebhookMessageId(new_id())
    await subscriptions.SEND.execute(tx, **named, message=message_id, topic=WebhookTopic.WEBHOOK_TEST.value)
    return message_id


async def resend_message(tx: Connection, caller: Caller, message_id: WebhookMessageId) -> None:
    """Send an event once more, under the same id.

    Errors: WebhookMessageNotFound, WebhookDisabled, WebhookStillUnderWay, each at id.
    """
    named = {"merchant": caller.merchant_id, "message": message_id}
    found = await subscriptions.FIND_MESSAGE.fetch_row(tx, **named)
    if found is None:
        raise WebhookMessageNotFound(field=("id",))
    if found["is_disabled"]:
        raise WebhookDisabled(field=("id",))
    if WebhookStatus(found["status"]) in (WebhookStatus.PENDING, WebhookStatus.SENDING):
        raise WebhookStillUnderWay(field=("id",))
    await subscriptions.SEND_AGAIN.execute(tx, **named)


def _require_address(url: str, *, private: bool) -> None:
    if failure := misfit(url, URL_LIMIT):
        raise failure
    read_address(url, private=private)
