"""What a recorded payment is answered with: how it came to its customer, and whom it may be else."""

from dataclasses import dataclass
from uuid import UUID

from domain.customer import MatchKey
from domain.ids import CustomerId, PaymentId
from domain.payment import CustomerResolution
from services.mutating import Seed


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer whom an ambiguous payer may be, and by what it was found."""

    customer_id: CustomerId
    matched_on: tuple[MatchKey, ...]


@dataclass(frozen=True, slots=True)
class RecordedPayment:
    """A payment and how it came to its customer; candidates only where it is AMBIGUOUS.

    `seed` says the same as JSON: payment_id, customer_id, resolution, candidates of customer_id and kinds.
    """

    payment_id: PaymentId
    customer_id: CustomerId | None
    resolution: CustomerResolution
    candidates: tuple[Candidate, ...]
    seed: Seed


def recorded_of(seed: Seed) -> RecordedPayment:
    """Return what a seed says, also one that was kept under an idempotency key."""
    customer_id = seed["customer_id"]
    return RecordedPayment(
        payment_id=PaymentId(UUID(seed["payment_id"])),
        customer_id=None if customer_id is None else CustomerId(UUID(customer_id)),
        resolution=CustomerResolution(seed["resolution"]),
        candidates=tuple(
            Candidate(CustomerId(UUID(one["customer_id"])), tuple(map(MatchKey, one["kinds"])))
            for one in seed["candidates"] or ()
        ),
        seed=seed,
    )
