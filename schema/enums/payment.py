"""What can become of a payment, in words for people who read the API."""

from domain.payment import CustomerResolution, PaymentStatus
from schema.enums.described import describe

__all__ = ["CustomerResolution", "PaymentStatus"]

describe(
    PaymentStatus,
    "Where a payment stands.",
    PENDING="The payment has begun, and nothing is certain yet.",
    AUTHORIZED="The money is reserved but has not arrived.",
    SUCCEEDED="The money has arrived.",
    FAILED="The payment did not go through.",
    CANCELED="The payment was called off before money arrived.",
    PARTIALLY_REFUNDED="Some of the money was given back.",
    REFUNDED="All of the money was given back.",
    CHARGED_BACK="The payer's bank took the money back.",
)
describe(
    CustomerResolution,
    "How a payment came to its customer, or why it has none.",
    CREATED="The payer was unknown and became a new customer.",
    MATCHED="The payer's details led to a customer.",
    LINKED_BY_ID="Whoever recorded the payment named the customer.",
    AMBIGUOUS="The payer's details lead to several customers; a person has to choose.",
    UNLINKED="Nothing is known about the payer.",
)
