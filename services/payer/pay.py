"""A payer sets out to pay: one checkout a request, whatever is clicked twice or breaks off in between."""

from datetime import timedelta

from db.connect import Pool, Record
from db.payer import sessions
from db.payer.calling_off import CALLED_OFF
from db.writing import writing
from domain.ids import Kind, SessionId, encode, new_id
from domain.locale import Locale
from domain.money import Money
from services.addresses import Addresses
from services.payment_providers.provider import (
    Checkout,
    CheckoutState,
    Payable,
    PaymentProvider,
    ProviderUnavailable,
)
from services.payment_requests.link import Linked

# Stripe asks for half an hour at least.
LIFETIME = timedelta(minutes=35)
# So long a question that was not answered is asked again in the same words, under the same key.
UNANSWERED = timedelta(minutes=3)


class NotPayable(Exception):
    """The request can't be paid, or is being paid: its page says which."""


async def start_payment(
    pool: Pool,
    provider: PaymentProvider,
    addresses: Addresses,
    linked: Linked,
    token: str,
    merchant_name: str,
    language: Locale,
) -> str:
    """Return the address at which the payer of this request pays.

    Who has begun already is sent to where they began, as long as that is open.
    Errors: NotPayable; ProviderUnavailable, AmountRefused.
    """
    row = await _open_session(pool, provider, linked, language)
    if row["address"] is not None:
        match await _state(provider, row):
            case CheckoutState.OPEN:
                return str(row["address"])
            case CheckoutState.PROCESSING:
                await mark_returned(pool, linked, row["id"])
                raise NotPayable
            case CheckoutState.OVER:
                await close_session(pool, linked, row["id"])
                row = await _open_session(pool, provider, linked, language)
    checkout = await provider.start(_payable(row, addresses, linked, token, merchant_name))
    await _keep(pool, linked, row["id"], checkout)
    return checkout.address


async def _state(provider: PaymentProvider, row: Record) -> CheckoutState:
    """Ask how a checkout stands; one at which nobody is to pay any more is called off at once."""
    reference = row["provider_reference"]
    if row["is_over"] or row["is_stale"]:
        state = await provider.call_off(reference)
        if state is CheckoutState.OPEN:
            raise ProviderUnavailable
        return state
    return await provider.look(reference)


async def mark_returned(pool: Pool, linked: Linked, session_id: SessionId) -> None:
    """Note that the payer has come back as one who has paid; of another request's session, nothing."""
    async with writing(pool, linked.merchant_id) as tx:
        await sessions.RETURNED.execute(
            tx, merchant=linked.merchant_id, request=linked.request_id, session=session_id
        )


async def close_session(pool: Pool, linked: Linked, session_id: SessionId) -> None:
    """Note that nothing comes of a checkout any more, so that another one can be begun."""
    async with writing(pool, linked.merchant_id) as tx:
        await CALLED_OFF.execute(tx, merchant=linked.merchant_id, session=session_id)


async def _open_session(pool: Pool, provider: PaymentProvider, linked: Linked, language: Locale) -> Record:
    found = {"merchant": linked.merchant_id, "request": linked.request_id}
    async with writing(pool, linked.merchant_id) as tx:
        await sessions.HOLD.execute(tx, **found)
        await sessions.CLOSE_STALE.execute(tx, **found, provider=provider.name, unanswered=UNANSWERED)
        await sessions.OPEN.execute(
            tx,
            **found,
            session=new_id(),
            provider=provider.name,
            locale=language.value,
            lifetime=LIFETIME,
        )
        row = await sessions.FIND_OPEN.fetch_row(tx, **found)
    if row is None:
        raise NotPayable
    return row


def _payable(row: Record, addresses: Addresses, linked: Linked, token: str, merchant_name: str) -> Payable:
    page, session_id = f"{addresses.pay(token)}?lang={row['locale']}", SessionId(row["id"])
    return Payable(
        merchant_id=linked.merchant_id,
        merchant_name=merchant_name,
        request_id=linked.request_id,
        session_id=session_id,
        reference=row["reference"],
        amount=Money(row["amount_minor"], row["currency"]),
        language=Locale(row["locale"]),
        expires_at=row["expires_at"],
        paid_url=f"{page}&paid={encode(Kind.PAYMENT_SESSION, session_id)}",
        left_url=f"{page}&left",
    )


async def _keep(pool: Pool, linked: Linked, session_id: SessionId, checkout: Checkout) -> None:
    async with writing(pool, linked.merchant_id) as tx:
        is_payable = await sessions.KEEP_ADDRESS.fetch_value(
            tx,
            merchant=linked.merchant_id,
            request=linked.request_id,
            session=session_id,
            provider_reference=checkout.provider_reference,
            address=checkout.address,
        )
    if not is_payable:
        raise NotPayable  # it was paid or called off while the provider was asked
