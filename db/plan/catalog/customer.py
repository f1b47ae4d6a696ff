"""Customers and what lies in their rows."""

from typing import Any

from sqlalchemy import ColumnElement, Text, case, cast, func

from db.plan.build import Build, Node
from db.plan.catalog.consent import contact_preferences
from db.plan.catalog.custom_field import custom_field, custom_fields
from db.plan.catalog.payment_request import open_request_count
from db.plan.json import JsonArray, text_literal
from db.plan.lists.payment_requests import REQUESTS
from db.plan.lists.payments import PAYMENTS
from db.plan.lists.timeline import TIMELINE
from db.plan.money import MoneyColumns
from db.plan.nodes import any_of, code, expression, global_id, leaf, part, to_many, to_one
from db.plan.pages import connection
from db.plan.readiness import blocker
from db.plan.row import Row
from db.plan.selection import Field
from db.plan.totals import last_payment_at, payment_count
from db.tables import (
    ContactPoint,
    Customer,
    CustomerGroup,
    CustomerTotal,
    Payment,
    PaymentRequest,
    TimelineEvent,
)
from domain.customer import Channel
from domain.ids import Kind
from domain.phone import PhoneType, international, national

_ADDRESS = {
    "line1": Customer.address_line1,
    "line2": Customer.address_line2,
    "postalCode": Customer.address_postal_code,
    "city": Customer.address_city,
    "region": Customer.address_region,
    "country": Customer.address_country,
}

CUSTOMER: dict[str, Node] = {
    "id": global_id(Kind.CUSTOMER, Customer.id),
    "version": leaf(Customer.version),
    "createdAt": leaf(Customer.created_at),
    "updatedAt": leaf(Customer.updated_at),
    "salutation": leaf(Customer.salutation),
    "firstName": leaf(Customer.first_name),
    "lastName": leaf(Customer.last_name),
    "companyName": leaf(Customer.company_name),
    "displayName": leaf(Customer.display_name),
    "phone": part("Phone", lambda row: row, exists=any_of(Customer.phone_raw)),
    "email": leaf(Customer.email),
    "additionalContacts": to_many(
        "ContactPoint",
        ContactPoint,
        lambda _build, customer, point, _field: [point[ContactPoint.customer_id] == customer[Customer.id]],
        lambda point: [point[ContactPoint.position]],
    ),
    "address": part("PostalAddress", lambda row: row, exists=any_of(*_ADDRESS.values())),
    "locale": leaf(Customer.locale),
    "externalReference": leaf(Customer.external_reference),
    "note": leaf(Customer.note),
    "vatId": leaf(Customer.vat_id),
    "group": to_one(
        "CustomerGroup",
        CustomerGroup,
        lambda customer, group: group[CustomerGroup.id] == customer[Customer.group_id],
    ),
    "customFields": custom_fields,
    "customField": custom_field,
    "creationSource": code(Customer.creation_source),
    "contactPreferences": contact_preferences,
    "readiness": part("Readiness", lambda row: row),
    "payments": connection(
        PAYMENTS, lambda _build, customer, payment: [payment[Payment.customer_id] == customer[Customer.id]]
    ),
    "paymentRequests": connection(
        REQUESTS,
        lambda _build, customer, request: [request[PaymentRequest.customer_id] == customer[Customer.id]],
    ),
    "stats": part("CustomerStats", lambda row: row),
    "timeline": connection(
        TIMELINE, lambda _build, customer, event: [event[TimelineEvent.customer_id] == customer[Customer.id]]
    ),
}

POSTAL_ADDRESS: dict[str, Node] = {name: leaf(attribute) for name, attribute in _ADDRESS.items()}

CONTACT_POINT: dict[str, Node] = {
    "id": global_id(Kind.CONTACT_POINT, ContactPoint.id),
    "channel": code(ContactPoint.channel),
    "value": leaf(ContactPoint.value),
    "label": leaf(ContactPoint.label),
}


def _worded_number(wording: Any) -> Node:
    """A notation of the number, which only the telephone library knows."""

    def build_number(build: Build, row: Row, _field: Field) -> ColumnElement[Any]:
        return build.compute(row[Customer.phone_e164], lambda e164, _caller: e164 and wording(e164))

    return build_number


PHONE: dict[str, Node] = {
    "raw": leaf(Customer.phone_raw),
    "e164": leaf(Customer.phone_e164),
    "national": _worded_number(national),
    "international": _worded_number(international),
    "region": leaf(Customer.phone_region),
    "type": expression(lambda row: func.coalesce(row[Customer.phone_type], text_literal(PhoneType.UNKNOWN))),
    "valid": expression(lambda row: row[Customer.phone_e164].is_not(None)),
}

READINESS: dict[str, Node] = {
    "sms": part("ChannelReadiness", lambda row: (row, Channel.SMS)),
    "email": part("ChannelReadiness", lambda row: (row, Channel.EMAIL)),
}


def _blockers(source: tuple[Row, Channel]) -> ColumnElement[Any]:
    reason = blocker(*source)
    return case((reason.is_not(None), JsonArray([cast(reason, Text)])), else_=JsonArray([]))


CHANNEL_READINESS: dict[str, Node] = {
    "ready": expression(lambda source: blocker(*source).is_(None)),
    "blockers": expression(_blockers),
}

CUSTOMER_STATS: dict[str, Node] = {
    "paymentCount": lambda build, row, _field: payment_count(build, row),
    "totalPaid": to_many(
        "Money",
        CustomerTotal,
        lambda _build, customer, total, _field: [total[CustomerTotal.customer_id] == customer[Customer.id]],
        lambda total: [total[CustomerTotal.currency]],
        source_of=lambda total: MoneyColumns(total[CustomerTotal.paid_minor], total[CustomerTotal.currency]),
    ),
    "lastPaymentAt": lambda build, row, _field: last_payment_at(build, row),
    "openRequestCount": lambda build, row, _field: open_request_count(build, row),
}
