"""How large the benchmark's data is: merchants, their customers, groups and payments at a scale."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

CUSTOMERS = 1_000_000
# The merchant that is asked, the smaller one it is compared with, and eighteen to be fenced off from.
LARGE = 200_000
SMALL = 50_000
OTHERS = 18
CUSTOMERS_PER_GROUP = 100

# How many payments twenty customers have between them: 4 on average over all merchants. The two that are
# asked have five and more of each customer, so that "five payments each" means five.
ASKED_PAYMENTS = (24, *[5] * 19)
OTHER_PAYMENTS = (24, 6, 5, 5, 4, 4, 3, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 0, 0, 0)

# Rows arrive over three years, evenly; a fixed time, so that two runs have the same data.
BEGIN = datetime(2023, 1, 1, tzinfo=UTC)
SPAN = timedelta(days=3 * 365)


@dataclass(frozen=True)
class Shape:
    """Customers of each merchant; the first is asked, the second is its smaller twin."""

    customers: tuple[int, ...]

    @property
    def customer_count(self) -> int:
        """Customers of all merchants."""
        return sum(self.customers)

    def groups(self, merchant: int) -> int:
        """Return how many groups of about a hundred hold 19 of 20 customers of a merchant."""
        return max(1, self.customers[merchant] * 19 // 20 // CUSTOMERS_PER_GROUP)


def shape_of(scale: float) -> Shape:
    """Return the shape at a scale, e.g. 0.02 for 20,000 customers and 80,000 payments."""
    other = (CUSTOMERS - LARGE - SMALL) // OTHERS
    return Shape(tuple(max(100, round(size * scale)) for size in (LARGE, SMALL, *[other] * OTHERS)))


def payments_of(merchant: int, customer: int) -> int:
    """Return how many payments the customer with this number in a merchant's list has."""
    pattern = ASKED_PAYMENTS if merchant < 2 else OTHER_PAYMENTS
    # Scattered, so that how often people pay has nothing to do with what they are called.
    return pattern[(customer * 2_654_435_761 >> 16) % len(pattern)]


def group_of(customer: int, groups: int) -> int | None:
    """Return the number of a customer's group; one customer of twenty is in none."""
    turn, place = divmod(customer, 20)
    return None if place == 19 else (turn * 19 + place) % groups
