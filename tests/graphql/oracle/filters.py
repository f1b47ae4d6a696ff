"""Which rows a `where` leaves, said condition by condition in Python."""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from domain.ids import Kind, decode
from domain.money import money_of
from domain.phone import read_phone
from tests.graphql.oracle.money import major
from tests.graphql.oracle.payers import blockers, last_payment_at, paid_minor, payment_count
from tests.graphql.oracle.rows import Rows

Where = Mapping[str, Any]
Tests = Mapping[str, Callable[[Any], bool]]


def customer_fits(rows: Rows, customer: Any, where: Where) -> bool:
    """Tell whether a customer is as a CustomerWhereInput says."""
    tests: Tests = {
        "ids": lambda ids: customer.id in _ids(ids, Kind.CUSTOMER),
        "groupIds": lambda given: _in_set(customer.group_id, given),
        "hasGroup": lambda given: (customer.group_id is not None) is given,
        "phone": lambda given: _text_fits(
            customer.phone_e164 or customer.phone_raw,
            given,
            lambda text: read_phone(text, rows.caller.region).e164 or text,
        ),
        "email": lambda given: _text_fits(customer.email and customer.email.lower(), given, str.lower),
        "name": lambda given: _text_fits(customer.display_name, given),
        "externalReference": lambda given: _text_fits(customer.external_reference, given),
        "creationSource": lambda given: customer.creation_source in given,
        "createdAt": lambda given: _between(customer.created_at, given),
        "updatedAt": lambda given: _between(customer.updated_at, given),
        "lastPaymentAt": lambda given: _between(last_payment_at(rows, customer), given),
        "totalPaid": lambda given: _paid_between(rows, customer, given),
        "paymentCount": lambda given: _between(payment_count(rows, customer), given),
        "customField": lambda given: all(_field_fits(rows, customer, one) for one in given),
        "ready": lambda channel: not blockers(customer, channel),
        "blockers": lambda given: any(
            set(given) & set(blockers(customer, channel)) for channel in ("SMS", "EMAIL")
        ),
    }
    return _fits(where, tests, lambda inner: customer_fits(rows, customer, inner))


def payment_fits(rows: Rows, payment: Any, where: Where) -> bool:
    """Tell whether a payment is as a PaymentWhereInput says."""
    customer = rows.one("customer", id=payment.customer_id) if payment.customer_id else None
    tests: Tests = {
        "status": lambda given: payment.status in given,
        "paidAt": lambda given: _between(payment.paid_at, given),
        "amount": lambda given: _between(major(payment.amount_minor, payment.currency), given),
        "currency": lambda given: payment.currency == given,
        "reference": lambda given: _text_fits(payment.reference, given),
        "customerIds": lambda given: payment.customer_id in _ids(given, Kind.CUSTOMER),
        "groupIds": lambda given: _in_set(customer and customer.group_id, given),
    }
    return _fits(where, tests, lambda inner: payment_fits(rows, payment, inner))


def request_fits(rows: Rows, request: Any, where: Where) -> bool:
    """Tell whether a payment request is as a PaymentRequestWhereInput says."""
    customer = rows.one("customer", id=request.customer_id)
    tests: Tests = {
        "status": lambda given: request.status in given,
        "customerIds": lambda given: request.customer_id in _ids(given, Kind.CUSTOMER),
        "groupIds": lambda given: _in_set(customer.group_id, given),
        "reference": lambda given: _text_fits(request.reference, given),
        "amount": lambda given: _between(major(request.amount_minor, request.currency), given),
        "currency": lambda given: request.currency == given,
        "createdAt": lambda given: _between(request.created_at, given),
        "expiresAt": lambda given: _between(request.expires_at, given),
    }
    return _fits(where, tests, lambda inner: request_fits(rows, request, inner))


def fold(text: str) -> str:
    """Return a text without case and accents."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not "\u0300" <= sign <= "\u036f").lower()


def _fits(where: Where, tests: Tests, again: Callable[[Where], bool]) -> bool:
    logic: Tests = {
        "AND": lambda inputs: all(map(again, inputs)),
        "OR": lambda inputs: any(map(again, inputs)),
        "NOT": lambda given: not again(given),
    }
    return all({**tests, **logic}[name](given) for name, given in where.items() if given is not None)


def _given(given: Where) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None}


def _text_fits(text: str | None, given: Where, read: Callable[[str], str] = str) -> bool:
    asked = _given(given)
    tests: Tests = {
        "eq": lambda value: text == read(value),
        "in": lambda values: text in [read(value) for value in values],
        "contains": lambda value: text is not None and fold(read(value)) in fold(text),
        "startsWith": lambda value: text is not None and fold(text).startswith(fold(read(value))),
        "isNull": lambda value: (text is None) is value,
    }
    return all(tests[name](value) for name, value in asked.items())


def _between(value: Any, given: Where) -> bool:
    tests: Tests = {
        "gte": lambda bound: value is not None and value >= bound,
        "lte": lambda bound: value is not None and value <= bound,
        "lt": lambda bound: value is not None and value < bound,
    }
    return all(tests[name](bound) for name, bound in _given(given).items())


def _ids(texts: list[str], kind: Kind) -> set[UUID]:
    return {found for text in texts if (found := decode(text, kind)) is not None}


def _in_set(group_id: UUID | None, given: Where) -> bool:
    tests: Tests = {
        "any": lambda ids: group_id in _ids(ids, Kind.GROUP),
        "none": lambda ids: group_id not in _ids(ids, Kind.GROUP),
    }
    return all(tests[name](ids) for name, ids in _given(given).items())


def _paid_between(rows: Rows, customer: Any, given: Where) -> bool:
    asked = _given(given)
    currency = asked.pop("currency")
    paid = paid_minor(rows, customer, currency)
    return _between(paid, {name: money_of(bound, currency).minor for name, bound in asked.items()})


def _field_fits(rows: Rows, customer: Any, given: Where) -> bool:
    definition = rows.one("custom_field_definition", key=given["key"])
    if definition is None:
        return False
    value = customer.custom_fields.get(str(definition.id))
    tests: Tests = {
        "eq": lambda asked: _same_json(value, asked),
        "in": lambda asked: any(one is not None and _same_json(value, one) for one in asked),
        "isNull": lambda asked: (value is None) is asked,
    }
    return all(tests[name](asked) for name, asked in _given({**given, "key": None}).items())


def _same_json(value: Any, asked: Any) -> bool:
    """Compare as JSON does: 1 and 1.0 are one number, and true is not 1."""
    return isinstance(value, bool) is isinstance(asked, bool) and value is not None and bool(value == asked)
