"""What a template makes of one customer, or of usual values, before anything is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from db import message_templates
from db.connect import Connection
from db.payment_requests.recipient import RECIPIENT
from domain.caller import Caller
from domain.customer import Channel
from domain.errors import CustomerNotFound, Failures, TemplateNotFound
from domain.ids import CustomerId, TemplateId
from domain.message_template import TemplateKind
from domain.messages.examples import example_customer, example_request
from domain.messages.issues import TemplateIssue, TemplateIssueCode, message_issues, variant_issues
from domain.messages.rendered import RenderedMessage, RequestFacts
from domain.messages.template_check import check_size
from domain.messages.variant import Variant
from domain.money import Money
from domain.payment_request import term_end
from services.addresses import Addresses
from services.messages.save import tidied_variants
from services.messages.writer import Customer, Writer, writer_in, writer_of


@dataclass(frozen=True, slots=True)
class PreviewDraft:
    """What is to be seen: a template that is kept, or words that are not yet, for a customer or for nobody.

    Without both, it is the default template of the kind.
    """

    kind: TemplateKind = TemplateKind.PAYMENT_REQUEST
    template_id: TemplateId | None = None
    variants: Sequence[Variant] | None = None
    customer_id: CustomerId | None = None
    amount: Money | None = None
    reference: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A message, as it would go out but for the end of its addresses, and what should be looked at."""

    message: RenderedMessage
    issues: Sequence[TemplateIssue]


async def preview_messages(
    snapshot: Connection, caller: Caller, draft: PreviewDraft, addresses: Addresses
) -> list[Preview]:
    """Return the message to a customer on each channel that the words are for; each variant without one.

    Errors: TemplateNotFound and CustomerNotFound at their ids; what is too large or can't be stored, and
            LocaleUnknown, at variants; ExpiryTooEarly and ExpiryTooLate at expires_at. Tags that nothing
            is called by are shown as issues.
    """
    kind = await _kind(snapshot, caller, draft)
    if draft.variants is None:
        writer = await writer_of(snapshot, caller.merchant_id, kind, draft.template_id, addresses)
    else:
        writer = await writer_in(snapshot, caller.merchant_id, _readable(draft.variants), addresses)
    if draft.customer_id is None:
        readers: list[tuple[Customer, Channel]] = [
            (example_customer(variant.locale, writer.vocabulary), variant.channel)
            for variant in writer.variants
        ]
    else:
        customer = await _customer(snapshot, caller, draft.customer_id)
        readers = [(customer, channel) for channel in writer.channels]
    return [
        _preview(writer, kind, customer, channel, _request(draft, customer, caller))
        for customer, channel in readers
    ]


async def _kind(snapshot: Connection, caller: Caller, draft: PreviewDraft) -> TemplateKind:
    if draft.template_id is None:
        return draft.kind
    found = await message_templates.FIND_KIND.fetch_value(
        snapshot, merchant=caller.merchant_id, template=draft.template_id
    )
    if found is None:
        raise TemplateNotFound(field=("template_id",))
    return TemplateKind(found)


def _readable(given: Sequence[Variant]) -> Sequence[Variant]:
    """Return variants as they would be kept. A query has one error: the first one."""
    if failures := check_size(given):
        raise failures[0]
    try:
        return tidied_variants(given)
    except Failures as refused:
        raise refused.failures[0] from None


async def _customer(snapshot: Connection, caller: Caller, customer_id: CustomerId) -> Customer:
    found = await RECIPIENT.fetch_row(snapshot, merchant=caller.merchant_id, customer=customer_id)
    if found is None:
        raise CustomerNotFound(field=("customer_id",))
    return found


def _request(draft: PreviewDraft, customer: Customer, caller: Caller) -> RequestFacts:
    return example_request(
        customer["locale"] or caller.locale,
        caller.currency,
        amount=draft.amount,
        reference=draft.reference,
        expires_at=term_end(draft.expires_at, datetime.now(UTC)),
    )


def _preview(
    writer: Writer, kind: TemplateKind, customer: Customer, channel: Channel, request: RequestFacts
) -> Preview:
    message = writer.write(customer, request, channel)
    missing = writer.missing(customer, channel, request.expires_at)
    variant = writer.variant_for(customer, channel)
    issues = [
        issue
        for issue in variant_issues(kind, variant, writer.vocabulary)
        if issue.code is not TemplateIssueCode.TAG_WITHOUT_FALLBACK or issue.tag in missing
    ]
    return Preview(message, [*issues, *message_issues(message)])
