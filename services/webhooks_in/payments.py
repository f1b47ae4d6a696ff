"""What a provider tells of a payment becomes true here: in the history, with its customer and its request."""

import logging
from dataclasses import replace

from db.connect import Connection
from db.errors import Raced
from domain.caller import Caller
from domain.customer import UNSET, CustomerDraft
from domain.draft_check import check_draft
from domain.errors import Conflict, Failures
from domain.ids import Kind, RequestId, decode, encode
from domain.money import Money
from domain.payment import CAPTURED, PAYMENT_TRANSITIONS, PaymentStatus, check_payment_texts
from domain.payment_request import NEVER_ASKED, PaymentRequestStatus
from services.payment_requests.paid import AskedFor, attach_payment, find_asked_for
from services.payments.advance import (
    KnownPayment,
    advance_payment,
    find_payment,
    find_request_of,
    hold_payment,
)
from services.payments.draft import RECORDABLE, PaymentDraft
from services.payments.record import record_payment
from services.payments.refund import refund_payment
from services.webhooks_in.news import PaymentNews

log = logging.getLogger("kontor.webhooks")


async def take_payment_news(tx: Connection, caller: Caller, provider: str, news: PaymentNews) -> None:
    """Record a payment, or have it go on, and pay its request.

    News may be old, come twice or in any order: what they say counts once, and nothing goes back.
    Errors: Conflict when the payment is known with another amount; TooLong … at provider_reference; those of
            record_payment and of refund_payment.
    """
    if failures := check_payment_texts({"provider_reference": news.provider_reference}):
        raise Failures(failures)
    news = _storable(news)
    request = await _request(tx, caller, provider, news)
    known = was = await find_payment(tx, caller, provider, news.provider_reference)
    if known is not None and known.request_id is not None and request is None:
        raise Raced  # it has become a request's meanwhile, which is held before it
    if known is None:
        if news.amount is None:
            return  # of a payment that we never heard of, a part is no history
        known = await _recorded(tx, caller, provider, news, news.amount, request)
    elif news.amount is not None and news.amount != known.amount:
        raise Conflict(field=("data", "amount"))
    known = await _brought_on(tx, caller, known, news)
    if request is not None:
        await _applied(tx, caller, request, known, was, news)


async def _request(tx: Connection, caller: Caller, provider: str, news: PaymentNews) -> AskedFor | None:
    """Return the request that is named, else the one that the payment was made for; else the money came."""
    named = decode(news.request_id or "", Kind.PAYMENT_REQUEST)
    if named is not None and (asked := await find_asked_for(tx, caller.merchant_id, RequestId(named))):
        return asked
    request_id = await find_request_of(tx, caller, provider, news.provider_reference)
    return None if request_id is None else await find_asked_for(tx, caller.merchant_id, request_id)


async def _recorded(
    tx: Connection,
    caller: Caller,
    provider: str,
    news: PaymentNews,
    amount: Money,
    request: AskedFor | None,
) -> KnownPayment:
    draft = PaymentDraft(
        amount=amount.amount,
        currency=amount.currency,
        # Whoever pays a request pays for its customer.
        customer_id=None if request is None else request.customer_id,
        payer=None if request is not None else _fitting(news.payer),
        # What was given back or taken back had arrived.
        status=news.status if news.status in RECORDABLE else PaymentStatus.SUCCEEDED,
        method=news.method,
        reference=news.reference if request is None else request.reference,
        provider=provider,
        provider_reference=news.provider_reference,
        paid_at=news.at,
    )
    return await hold_payment(tx, caller, (await record_payment(tx, caller, draft)).payment_id)


def _storable(news: PaymentNews) -> PaymentNews:
    """Return news without what can't be kept beside the sum: the money has come, whatever is said of it."""
    words = {"method": news.method, "reference": news.reference, "reason": news.reason}
    words |= {str(failure.field[0]): None for failure in check_payment_texts(words)}
    return replace(news, method=words["method"], reference=words["reference"], reason=words["reason"])


def _fitting(payer: CustomerDraft | None) -> CustomerDraft | None:
    """Return a payer without what can't be kept: the money has come, whatever stands beside it."""
    if payer is None:
        return None
    return replace(payer, **{str(failure.field[0]): UNSET for failure in check_draft(payer)})


async def _brought_on(tx: Connection, caller: Caller, known: KnownPayment, news: PaymentNews) -> KnownPayment:
    match news.status:
        case PaymentStatus.REFUNDED | PaymentStatus.PARTIALLY_REFUNDED | PaymentStatus.CHARGED_BACK:
            status = known.status
            if status not in CAPTURED:
                status = await advance_payment(tx, caller, known, PaymentStatus.SUCCEEDED, news.at)
            return await _taken_away(tx, caller, replace(known, status=status), news)
        case status:
            now = await advance_payment(tx, caller, known, status, news.at, news.reason)
            return replace(known, status=now)


async def _taken_away(tx: Connection, caller: Caller, known: KnownPayment, news: PaymentNews) -> KnownPayment:
    """Give back what has not been given back here yet, or all that a bank has taken."""
    rest = known.amount.minor - known.refunded.minor
    if news.status is PaymentStatus.CHARGED_BACK:
        taken = news.taken_back
        if taken is None or (taken.currency == known.amount.currency and taken.minor >= rest):
            status = await advance_payment(tx, caller, known, news.status, news.at, news.reason)
            return replace(known, status=status)
        back = taken
    else:
        assert news.refunded is not None
        back = replace(news.refunded, minor=news.refunded.minor - known.refunded.minor)
    if back.minor <= 0 or not PAYMENT_TRANSITIONS.allows(known.status, PaymentStatus.REFUNDED):
        return known
    refund = await refund_payment(tx, caller, known.id, (back.amount, back.currency), news.reason)
    return replace(known, status=refund.status)


async def _applied(
    tx: Connection,
    caller: Caller,
    request: AskedFor,
    known: KnownPayment,
    was: KnownPayment | None,
    news: PaymentNews,
) -> None:
    """Have the payment belong to its request, and pay that once the money is here."""
    if request.status in NEVER_ASKED:
        log.warning("%s names a request by which nobody was asked: %s", *_named(known, request))
        return
    if known.request_id not in {None, request.id}:
        log.warning("%s names another request than before: %s", *_named(known, request))
        return
    checkout = news.checkout or news.provider_reference
    if await attach_payment(
        tx, caller.merchant_id, request, known, checkout, news.at, has_counted=_has_counted(was)
    ):
        level = logging.INFO if _is_part(request, known) else logging.WARNING
        told = (known.amount, request.amount, request.status)
        log.log(level, "%s for %s: %s came, %s is asked for, it stays %s", *_named(known, request), *told)


def _has_counted(was: KnownPayment | None) -> bool:
    """Whether the money was here before, and was known to be for its request."""
    return was is not None and was.status in CAPTURED and was.request_id is not None


def _is_part(request: AskedFor, known: KnownPayment) -> bool:
    same = known.amount.currency == request.amount.currency
    return same and request.status is not PaymentRequestStatus.PAID


def _named(known: KnownPayment, request: AskedFor) -> tuple[str, str]:
    return encode(Kind.PAYMENT, known.id), encode(Kind.PAYMENT_REQUEST, request.id)
