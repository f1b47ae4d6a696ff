"""Whether payment requests would arrive: for one customer, and counted over many."""

import strawberry

from schema.enums.customer import SendBlocker


@strawberry.type(description="Whether a payment request would reach a customer on one channel.")
class ChannelReadiness:
    ready: bool = strawberry.field(description="Whether it would arrive.")
    blockers: list[SendBlocker] = strawberry.field(
        description="Why it would not; empty when the customer is ready."
    )


@strawberry.type(description="Whether a payment request would reach a customer, channel by channel.")
class Readiness:
    sms: ChannelReadiness = strawberry.field(description="By text message.")
    email: ChannelReadiness = strawberry.field(description="By e-mail.")


@strawberry.type(description="How many customers one reason keeps from being reached.")
class BlockerCount:
    blocker: SendBlocker = strawberry.field(description="The reason.")
    count: int = strawberry.field(description="How many customers it concerns.")


@strawberry.type(description="How many customers of a group a payment request would reach.")
class GroupReadiness:
    sms_ready: int = strawberry.field(description="How many by text message.")
    email_ready: int = strawberry.field(description="How many by e-mail.")
    blocked: list[BlockerCount] = strawberry.field(description="Why the others would not be reached.")
