"""The rows of customers and payments as lines of Postgres's text COPY format, in the order they were made."""

import random
from array import array
from collections.abc import Iterator
from datetime import timedelta

from domain.names import display_name, sort_name
from domain.search import search_text
from tests.benchmarks.data.ids import Series, hex_id, uuid_of
from tests.benchmarks.data.people import person
from tests.benchmarks.data.sample import searched_digits
from tests.benchmarks.data.shape import BEGIN, SPAN, Shape, group_of, payments_of

NULL = r"\N"
CUSTOMER_COLUMNS = (
    "merchant_id created_at updated_at id version first_name last_name display_name sort_name search_text "
    "phone_raw phone_e164 phone_type phone_region email email_normal address_line1 address_postal_code "
    "address_city address_country locale external_reference group_id creation_source custom_fields"
)
PAYMENT_COLUMNS = (
    "merchant_id id customer_id amount_minor refunded_minor currency status method reference provider "
    "provider_reference paid_at history_at created_at customer_resolution"
)
_METHODS = ("card", "sepa", "wallet", "card")


class Customers:
    """All customers in the order they came, the merchants mixed as they are in a real table.

    `merchants[k]` and `numbers[k]` tell whose customer came as number k, and its number there.
    """

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.merchants = array("B")
        for merchant, size in enumerate(shape.customers):
            self.merchants.extend([merchant] * size)
        random.Random(1).shuffle(self.merchants)
        self.numbers = array("I")
        so_far = [0] * len(shape.customers)
        for merchant in self.merchants:
            self.numbers.append(so_far[merchant])
            so_far[merchant] += 1
        self.step = SPAN / len(self.merchants)

    def hex_id(self, place: int) -> str:
        """Return the id of the customer that came at this place."""
        return hex_id(Series.CUSTOMER, place, after_ms=int(self.step.total_seconds() * place * 1000))


def customer_lines(customers: Customers) -> Iterator[str]:
    """Yield one line for each customer, with the columns of `CUSTOMER_COLUMNS`."""
    merchants = [uuid_of(Series.MERCHANT, number).hex for number in range(len(customers.shape.customers))]
    groups = [customers.shape.groups(merchant) for merchant in range(len(merchants))]
    for place, (merchant, number) in enumerate(zip(customers.merchants, customers.numbers, strict=True)):
        who = person(merchant, number)
        reference = f"K-{number:07}"
        shown = display_name(who.first_name, who.last_name, None, who.email, who.phone_raw)
        ordered = sort_name(who.first_name, who.last_name, None, who.email, who.phone_raw)
        searched = search_text([who.first_name, who.last_name, who.email, reference], searched_digits(who))
        group = group_of(number, groups[merchant])
        made = BEGIN + customers.step * place
        yield "\t".join(
            (
                merchants[merchant], f"{made}", f"{made}", customers.hex_id(place), "1",
                who.first_name, who.last_name, shown, ordered, searched,
                who.phone_raw or NULL, who.phone_e164 or NULL, who.phone_type or NULL,
                who.region if who.phone_e164 else NULL, who.email, who.email, who.street, who.postal_code,
                who.city, who.region, who.locale, reference,
                NULL if group is None else group_hex(merchant, group),
                "PAYMENT" if number % 3 else "IMPORT", "{}\n",
            )
        )  # fmt: skip


def payment_lines(customers: Customers) -> Iterator[str]:
    """Yield one line for each payment, with the columns of `PAYMENT_COLUMNS`."""
    payers = array("I")
    for place, (merchant, number) in enumerate(zip(customers.merchants, customers.numbers, strict=True)):
        payers.extend([place] * payments_of(merchant, number))
    random.Random(2).shuffle(payers)
    merchants = [uuid_of(Series.MERCHANT, number).hex for number in range(len(customers.shape.customers))]
    step = SPAN / max(1, len(payers))
    step_ms = step / timedelta(milliseconds=1)
    for place, payer in enumerate(payers):
        merchant = customers.merchants[payer]
        amount = 500 + place * 7919 % 250_000
        status, refunded = _status(place, amount)
        at = f"{BEGIN + step * place}"
        yield "\t".join(
            (
                merchants[merchant], hex_id(Series.PAYMENT, place, int(step_ms * place)),
                customers.hex_id(payer), f"{amount}", f"{refunded}", currency_of(merchant), status,
                _METHODS[place % 4], f"INV-{place}", "demo", f"ch_{place}",
                NULL if status == "FAILED" else at, at, at, "MATCHED\n",
            )
        )  # fmt: skip


def group_hex(merchant: int, group: int) -> str:
    """Return the id of a merchant's group."""
    return hex_id(Series.GROUP, merchant << 16 | group)


def currency_of(merchant: int) -> str:
    """Return the one currency in which a merchant is paid."""
    return ("EUR", "EUR", "CHF", "USD")[merchant % 4]


def _status(place: int, amount: int) -> tuple[str, int]:
    if place % 50 == 3:
        return "FAILED", 0
    if place % 100 == 11:
        return "REFUNDED", amount
    return "SUCCEEDED", 0
