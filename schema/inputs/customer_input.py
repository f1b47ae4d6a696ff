"""A customer as it is given: what is left out stays, what is null is cleared."""

import strawberry

from schema.enums.customer import Channel
from schema.inputs.optional import optional
from schema.scalars import JSON, CountryCode, LocaleTag


@strawberry.input(description="A further telephone number or e-mail address.")
class ContactPointInput:
    channel: Channel = strawberry.field(description="Whether it is a number or an address.")
    value: str = strawberry.field(description="The number or address, in any notation.")
    label: str | None = optional("What it is for, such as `Office`.")


@strawberry.input(description="A postal address.")
class PostalAddressInput:
    line1: str | None = optional("Street and number.")
    line2: str | None = optional("What else the post needs.")
    postal_code: str | None = optional("The postal code.")
    city: str | None = optional("The town.")
    region: str | None = optional("The state, canton or province.")
    country: CountryCode | None = optional("The country.")


@strawberry.input(description="A value for one of the merchant's own fields.")
class CustomFieldInput:
    key: str = strawberry.field(description="The key of the custom field.")
    value: JSON | None = optional("The value; null removes it.")


@strawberry.input(description="A customer. In an update, what is left out stays and what is null is cleared.")
class CustomerInput:
    salutation: str | None = optional("How the customer is addressed, such as `Frau`.")
    first_name: str | None = optional("The first name.")
    last_name: str | None = optional("The last name.")
    company_name: str | None = optional("The name of the company.")
    phone: str | None = optional(
        "The telephone number in any notation, read in the merchant's region when it has no country code."
    )
    email: str | None = optional("The e-mail address.")
    additional_contacts: list[ContactPointInput] | None = optional(
        "Further telephone numbers and e-mail addresses; they replace those that were there."
    )
    address: PostalAddressInput | None = optional("The postal address.")
    locale: LocaleTag | None = optional("The language of messages to the customer.")
    external_reference: str | None = optional("The merchant's own number for the customer.")
    note: str | None = optional("What the merchant wants to remember.")
    vat_id: str | None = optional("The VAT identification number.")
    group_id: strawberry.ID | None = optional("The group of the customer.")
    custom_fields: list[CustomFieldInput] | None = optional(
        "Values of the merchant's own fields; fields that are not named stay as they are."
    )
