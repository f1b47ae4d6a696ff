"""What a payer sees of a request: read behind the merchant's fence, once the link has told whose it is."""

from dataclasses import dataclass
from datetime import datetime

from db.connect import Pool, Record
from db.payer.page import IS_PAID, PAGE
from db.reading import reading
from domain.locale import Locale, language_of
from domain.money import Money
from domain.payer import PayerState, payer_state
from domain.payment_request import PaymentRequestStatus
from services.payment_requests.link import Linked


@dataclass(frozen=True, slots=True)
class PayerPage:
    """A request as its payer sees it. Nothing in here tells who the payer is.

    `amount` is what is asked for, `paid` what has come of it.
    `returned_s`: for how long the payer has been back from the provider as one who has paid.
    """

    state: PayerState
    is_viewed: bool
    merchant_name: str
    merchant_locale: str
    customer_locale: str | None
    time_zone: str
    reference: str
    amount: Money
    paid: Money
    expires_at: datetime | None
    paid_at: datetime | None
    returned_s: float

    @property
    def due(self) -> Money:
        """What is left to pay."""
        return Money(max(self.amount.minor - self.paid.minor, 0), self.amount.currency)

    def locale_tag(self, language: Locale) -> str:
        """Return how amounts and days are written in a language: as in the customer's country, if known."""
        for tag in (self.customer_locale, self.merchant_locale):
            if tag is not None and language_of(tag) is language:
                return tag
        return language.value


async def find_page(pool: Pool, linked: Linked) -> PayerPage | None:
    """Return what the payer sees; None for a request by which nobody was asked."""
    async with reading(pool, linked.merchant_id) as tx:
        row = await PAGE.fetch_row(tx, merchant=linked.merchant_id, request=linked.request_id)
    return None if row is None else _page(row)


async def is_paid(pool: Pool, linked: Linked) -> bool:
    """Whether the event of the payment is in."""
    async with reading(pool, linked.merchant_id) as tx:
        return bool(await IS_PAID.fetch_value(tx, merchant=linked.merchant_id, request=linked.request_id))


def _page(row: Record) -> PayerPage | None:
    state = payer_state(
        PaymentRequestStatus(row["status"]),
        is_over=row["is_over"],
        is_returned=row["returned_at"] is not None,
    )
    if state is None:
        return None
    return PayerPage(
        state=state,
        is_viewed=row["viewed_at"] is not None,
        merchant_name=row["merchant_name"],
        merchant_locale=row["merchant_locale"],
        customer_locale=row["customer_locale"],
        time_zone=row["time_zone"],
        reference=row["reference"],
        amount=Money(row["amount_minor"], row["currency"]),
        paid=Money(row["paid_minor"], row["currency"]),
        expires_at=row["expires_at"],
        paid_at=row["paid_at"],
        returned_s=float(row["returned_s"] or 0),
    )
