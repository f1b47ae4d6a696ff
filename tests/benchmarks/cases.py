"""What is asked in the benchmark, and with which variables each contender is asked it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeAlias

from domain.ids import Kind, encode
from tests.benchmarks.targets import Targets


@dataclass(frozen=True)
class Asked:
    """One request: variables for the two GraphQL servers.

    `bare` holds the arguments of a statement of the bare handler's own; where it runs Kontor's, Kontor's
    variables say them.
    """

    kontor: dict[str, Any]
    postgraphile: dict[str, Any]
    bare: list[Any] = field(default_factory=list)


Ask: TypeAlias = Callable[[Targets, Random, int], Asked]


@dataclass(frozen=True)
class Case:
    """A query or mutation: its folder in queries/ and its variables.

    A case that `writes` never sends the same request twice; `merchant` is the number of who asks.
    """

    name: str
    folder: str
    ask: Ask
    writes: bool = False
    merchant: int = 0


def customers(first: int) -> Ask:
    """Return how to ask for the first customers by name."""

    def ask(targets: Targets, random: Random, number: int) -> Asked:
        merchant = str(targets.merchant)
        return Asked({"first": first}, {"merchant": merchant, "first": first})

    return ask


def _group(targets: Targets, random: Random, number: int) -> Asked:
    return _by_id(targets, Kind.GROUP, str(random.choice(targets.groups)))


def _regular(targets: Targets, random: Random, number: int) -> Asked:
    return _by_id(targets, Kind.CUSTOMER, str(random.choice(targets.regulars)))


def _anyone(targets: Targets, random: Random, number: int) -> Asked:
    return _by_id(targets, Kind.CUSTOMER, str(random.choice(targets.people).id))


def _by_id(targets: Targets, kind: Kind, uuid: str) -> Asked:
    merchant = str(targets.merchant)
    return Asked({"id": f"{kind}_{uuid}"}, {"merchant": merchant, "id": uuid})


def _deep_page(targets: Targets, random: Random, number: int) -> Asked:
    place = random.randrange(len(targets.deep))
    cursors = {name: found[place] for name, found in targets.cursors.items()}
    merchant = str(targets.merchant)
    return Asked({"after": cursors["kontor"]}, {"merchant": merchant, "after": cursors.get("postgraphile")})


def _search(targets: Targets, random: Random, number: int) -> Asked:
    someone = random.choice(targets.people)
    part = someone.phone[5:12] if number % 2 else someone.last_name[1:7]
    return Asked({"query": part}, {})


def _set_group(targets: Targets, random: Random, number: int) -> Asked:
    customer, group = random.choice(targets.movers), random.choice(targets.destinations)
    merchant = str(targets.merchant)
    return Asked(
        {"customer": encode(Kind.CUSTOMER, customer), "group": encode(Kind.GROUP, group)},
        {"merchant": merchant, "customer": str(customer), "group": str(group)},
        [merchant, str(customer), str(group)],
    )


def _record_payment(targets: Targets, random: Random, number: int) -> Asked:
    payer = random.choice(targets.people)
    minor = 100 + number % 90_000
    # Two contenders may be sent the same number: the run's own random bits part them.
    reference, key = f"INV-{number}", f"{random.getrandbits(64):016x}"
    amount = {"amount": f"{minor // 100}.{minor % 100:02}", "currency": targets.currency}
    phone = payer.phone
    merchant = str(targets.merchant)
    return Asked(
        {"amount": amount, "payer": {"phone": phone}, "reference": reference, "key": key},
        {"merchant": merchant, "phone": phone, "amount": f"{minor}"}
        | {"currency": targets.currency, "reference": reference, "key": key},
        [merchant, phone, minor, targets.currency, reference, key],
    )


LIST = Case("list", "customer_list", customers(50))
GROUP = Case("group with 100 customers", "group", _group)
CUSTOMER = Case("customer with 20 payments", "customer", _regular)
DEEP_PAGE = Case("deep page by cursor", "deep_page", _deep_page)
SET_GROUP = Case("move a customer to a group", "set_group", _set_group, writes=True)
RECORD_PAYMENT = Case("record a payment", "record_payment", _record_payment, writes=True)
SMALL = Case("small", "small", _anyone)
SEARCH = Case("search", "search", _search)
LIST_OF_10 = Case("list of 10", "customer_list", customers(10))
LIST_OF_200 = Case("list of 200", "customer_list", customers(200))
LIST_OF_SMALLER = Case("list of the smaller merchant", "customer_list", customers(50), merchant=1)

COMPARED = (LIST, GROUP, CUSTOMER, DEEP_PAGE, SET_GROUP, RECORD_PAYMENT)
