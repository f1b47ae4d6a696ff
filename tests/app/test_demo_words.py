"""What the demo is made of: the same every time, everything a real list has, and nothing of anybody's."""

import re
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain

from app.demo.customers import customers_of
from app.demo.payments import demo_payments
from app.demo.words import language, shop
from domain.customer import CustomerDraft
from domain.email import normalise_email
from domain.errors import EmailInvalid
from domain.ids import CustomerId, GroupId, new_id
from domain.locale import Locale
from domain.payment import PaymentStatus
from domain.phone import PhoneType, read_phone

TODAY = date(2026, 3, 1)
# Bundesnetzagentur (Mitteilung 148/2021), Arcep (2018-0881), Ofcom's numbers for drama, NANPA's 555-01xx.
NOBODYS_NUMBERS = re.compile(
    r"\+4917139200\d\d|\+49176040690\d\d|\+493023125\d{3}|\+33199\d{6}|\+442079460\d{3}|\+1\d{3}55501\d\d"
)


def all_customers() -> list[CustomerDraft]:
    fields = shop().fields
    spoken = [language(locale) for locale in Locale]
    return list(
        chain.from_iterable(
            customers_of(words, {group: GroupId(new_id()) for group in words.groups}, fields, TODAY)
            for words in spoken
        )
    )


def is_email(text: str) -> bool:
    try:
        return bool(normalise_email(text))
    except EmailInvalid:
        return False


def test_no_number_and_no_address_is_anybodys() -> None:
    """Whoever tries a payment request on the demo reaches nobody."""
    customers = all_customers()
    numbers = [read_phone(str(customer.phone), "DE").e164 for customer in customers if customer.phone]
    domains = {str(customer.email).rpartition("@")[2] for customer in customers if customer.email}

    assert [number for number in numbers if number and not NOBODYS_NUMBERS.fullmatch(number)] == []
    assert domains == {"example.org", "example.net", "example.com", "example"}


def test_some_customers_can_not_be_reached() -> None:
    """Every kind of phone and e-mail that a real list has is there."""
    customers = all_customers()

    phones = Counter(
        read_phone(str(customer.phone), "DE").type if customer.phone else None for customer in customers
    )
    emails = Counter(is_email(str(customer.email)) if customer.email else None for customer in customers)

    assert phones == {
        PhoneType.MOBILE: 144,
        PhoneType.FIXED_LINE: 60,
        PhoneType.FIXED_LINE_OR_MOBILE: 36,
        PhoneType.UNKNOWN: 30,
        None: 30,
    }
    assert emails == {True: 256, False: 10, None: 34}


def test_the_customers_are_the_same_every_time() -> None:
    """Also their order; only the ids of the groups differ."""
    assert [customer.email for customer in all_customers()] == [
        customer.email for customer in all_customers()
    ]


def test_the_payments_are_the_same_every_time_and_up_to_date() -> None:
    """Three years of them, of which the latest still wait or have failed."""
    payers = [(CustomerId(new_id()), customer) for customer in all_customers()]

    payments = list(demo_payments(payers, shop().sales, TODAY))

    assert payments == list(demo_payments(payers, shop().sales, TODAY))
    paid = [payment.draft.paid_at for payment in payments if payment.draft.paid_at]
    assert paid == sorted(paid)
    assert paid[0] == datetime(2023, 3, 3, 8, 0, tzinfo=UTC)
    assert paid[-1] == datetime(2026, 2, 27, 16, 46, tzinfo=UTC)
    assert {payment.draft.status for payment in payments if not payment.draft.paid_at} == {
        PaymentStatus.PENDING,
        PaymentStatus.AUTHORIZED,
        PaymentStatus.FAILED,
        PaymentStatus.CANCELED,
    }
    assert all((payment.refund or Decimal(0)) <= payment.draft.amount for payment in payments)
