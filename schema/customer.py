"""A customer: who it is, how to reach it, where it belongs and what it has paid."""

from datetime import datetime
from typing import Annotated

import strawberry

from schema.arguments import with_arguments
from schema.consent import ContactPreference
from schema.contact import ContactPoint, Phone, PostalAddress
from schema.custom_field import CustomFieldValue
from schema.enums.customer import CreationSource, TimelineEventType
from schema.group import CustomerGroup, GroupCount
from schema.inputs.payment_request_where import REQUEST_LIST
from schema.inputs.payment_where import PaymentsSorted, PaymentsWhere
from schema.money import Money
from schema.node import Node
from schema.page import BOTH_WAYS, FORWARD, Connection
from schema.payment import PaymentConnection
from schema.payment_request import PaymentRequest
from schema.readiness import BlockerCount, Readiness
from schema.scalars import LocaleTag
from schema.timeline import TimelineEvent

FieldKey = Annotated[str, strawberry.argument(description="The key of the custom field.")]
FieldKeys = Annotated[
    list[str] | None,
    strawberry.argument(description="The keys of the custom fields; all of them when not given."),
]
EventTypes = Annotated[
    list[TimelineEventType] | None,
    strawberry.argument(description="Which kinds of events; all of them when not given."),
]


@strawberry.type(description="What a customer has paid so far.")
class CustomerStats:
    payment_count: int = strawberry.field(description="How many payments have arrived.")
    total_paid: list[Money] = strawberry.field(
        description="What was paid and not given back, one sum a currency."
    )
    last_payment_at: datetime | None = strawberry.field(
        description="When the latest payment was made; null when there is none."
    )
    open_request_count: int = strawberry.field(
        description="How many payment requests are not paid yet, and still ask."
    )


@strawberry.type(description="A person or company that is asked to pay.")
class Customer(Node):
    version: int = strawberry.field(description="Counts the changes, for `expectedVersion`.")
    created_at: datetime = strawberry.field(description="When the customer was made.")
    updated_at: datetime = strawberry.field(description="When the customer was last changed.")
    creation_source: CreationSource = strawberry.field(description="How the customer came to be there.")
    salutation: str | None = strawberry.field(description="How the customer is addressed, such as `Frau`.")
    first_name: str | None = strawberry.field(description="The first name.")
    last_name: str | None = strawberry.field(description="The last name.")
    company_name: str | None = strawberry.field(description="The name of the company.")
    display_name: str = strawberry.field(
        description="What to call the customer in a list: the name, or else what is known. Never empty."
    )
    phone: Phone | None = strawberry.field(description="The telephone number to which messages go.")
    email: str | None = strawberry.field(description="The e-mail address to which messages go.")
    additional_contacts: list[ContactPoint] = strawberry.field(
        description="Further telephone numbers and e-mail addresses, in their order."
    )
    address: PostalAddress | None = strawberry.field(description="The postal address.")
    locale: LocaleTag | None = strawberry.field(description="The language of messages to the customer.")
    external_reference: str | None = strawberry.field(
        description="The merchant's own number for the customer; no other customer has it."
    )
    note: str | None = strawberry.field(description="What the merchant wants to remember.")
    vat_id: str | None = strawberry.field(description="The VAT identification number.")
    group: CustomerGroup | None = strawberry.field(
        description="The group of the customer; there is at most one."
    )
    custom_fields: list[CustomFieldValue] = with_arguments(
        "The values of the merchant's own fields, in the order of the fields.", keys=FieldKeys
    )
    custom_field: CustomFieldValue | None = with_arguments(
        "The value of one of the merchant's own fields; null when there is no such field.", key=FieldKey
    )
    contact_preferences: list[ContactPreference] = strawberry.field(
        description="What the customer wants, by channel and purpose, as far as anything is known: what it "
        "has said, and what was said of its number and address before."
    )
    readiness: Readiness = strawberry.field(
        description="Whether a payment request would reach the customer, and if not, why."
    )
    payments: PaymentConnection = with_arguments(
        "The payments of the customer, the latest first unless sorted otherwise.",
        **BOTH_WAYS,
        where=PaymentsWhere,
        sort_by=PaymentsSorted,
    )
    payment_requests: Connection[PaymentRequest] = with_arguments(
        "The payment requests to the customer, the latest first.", **REQUEST_LIST
    )
    stats: CustomerStats = strawberry.field(description="What the customer has paid so far.")
    timeline: Connection[TimelineEvent] = with_arguments(
        "What happened to the customer, the latest first.", **FORWARD, types=EventTypes
    )


@strawberry.type(description="How the customers of a list are spread.")
class CustomerFacets:
    ungrouped: int = strawberry.field(description="How many are in no group.")
    by_group: list[GroupCount] = strawberry.field(description="How many are in each group.")
    blocked: list[BlockerCount] = strawberry.field(
        description="How many a payment request would not reach, and why."
    )


@strawberry.type(description="One page of customers.")
class CustomerConnection(Connection[Customer]):
    facets: CustomerFacets = strawberry.field(description="How the customers of the whole list are spread.")
