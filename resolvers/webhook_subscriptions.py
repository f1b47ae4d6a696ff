"""Mutations of webhook subscriptions: made, taken away, tried out; and events sent once more."""

from typing import Annotated

import strawberry

from db.connect import Connection
from resolvers import ids
from resolvers.context import Context
from resolvers.work import Work
from schema.scalars import URL
from services.mutating import Once, Seed
from services.webhooks_out.subscriptions import (
    create_subscription,
    delete_subscription,
    resend_message,
    send_test,
)

Receiver = Annotated[
    URL, strawberry.argument(description="Where to send events: https, and on the public internet.")
]
Topics = Annotated[
    list[str],
    strawberry.argument(
        description="What to tell of: topics such as `payment.succeeded`, all of a noun such as `payment.*`,"
        " or `*`. Our guide to webhooks lists them."
    ),
]
SubscriptionIdArgument = Annotated[
    strawberry.ID, strawberry.argument(description="The id of the subscription.")
]
MessageIdArgument = Annotated[strawberry.ID, strawberry.argument(description="The id of the event.")]


def webhook_subscription_create(context: Context, url: Receiver, topics: Topics) -> Work:
    """Have an address told what happens."""

    async def run(tx: Connection, _once: Once | None) -> Seed:
        private = context.private_webhooks
        subscription_id = await create_subscription(tx, context.caller, url, topics, private=private)
        return {"webhookSubscription": str(subscription_id)}

    return Work(run)


def webhook_subscription_delete(context: Context, id: SubscriptionIdArgument) -> Work:
    """Tell an address no more."""
    subscription_id = ids.subscription_id(id)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        await delete_subscription(tx, context.caller, subscription_id)
        return {"deletedId": id}

    return Work(run)


def webhook_subscription_test(context: Context, id: SubscriptionIdArgument) -> Work:
    """Send an event that says nothing."""
    subscription_id = ids.subscription_id(id)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        return {"webhookMessage": str(await send_test(tx, context.caller, subscription_id))}

    return Work(run)


def webhook_message_resend(context: Context, id: MessageIdArgument) -> Work:
    """Send an event once more."""
    message_id = ids.webhook_message_id(id)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        await resend_message(tx, context.caller, message_id)
        return {"webhookMessage": str(message_id)}

    return Work(run)
