"""What a preview shows: the words looked up by hand, then written by the one who writes all messages."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from app.public_url import public_url
from app.settings import Settings
from domain.customer import Channel
from domain.errors import CustomerNotFound, TemplateNotFound
from domain.ids import Kind, decode
from domain.message_template import TemplateKind
from domain.messages.built_in import built_in
from domain.messages.examples import example_customer, example_request
from domain.messages.issues import TemplateIssue, TemplateIssueCode, message_issues, variant_issues
from domain.messages.rendered import RequestFacts
from domain.messages.template_check import check_size, tidied
from domain.messages.values import MerchantFacts
from domain.messages.variant import Variant
from domain.money import Money, money_of
from domain.payment_request import term_end
from services.addresses import Addresses
from services.messages.writer import Writer
from tests.graphql.oracle.messages import told_issue, variants_of, vocabulary
from tests.graphql.oracle.rows import Rows

_ADDRESSES = Addresses(public_url(Settings()))

Given = Mapping[str, Any]


def reading(rows: Rows, given: Given) -> Iterator[Callable[[], Any]]:
    """Yield what reads each of the arguments; what can't be taken raises its Failure there."""
    yield lambda: _template(rows, given)
    yield lambda: _unsaved(given)
    yield lambda: _customer(rows, given)
    yield lambda: _amount(given)
    yield lambda: _end(given)


def message_preview(rows: Rows, _root: Any, **given: Any) -> list[SimpleNamespace]:
    """Return one message a channel to a customer, or one a variant to somebody of whom all is known."""
    template = _template(rows, given)
    kind = TemplateKind(given["kind"] if template is None else template.kind)
    words = _words(rows, template, kind, _unsaved(given))
    writer = Writer(words, vocabulary(rows), _sender(rows), _ADDRESSES)
    customer = _customer(rows, given)
    readers = [
        (customer or example_customer(variant.locale, writer.vocabulary), channel)
        for channel, variants in words.items()
        for variant in (variants[:1] if customer else variants)
    ]
    return [_told(rows, writer, kind, reader, channel, given) for reader, channel in readers]


def _words(
    rows: Rows, template: Any, kind: TemplateKind, unsaved: list[Variant] | None
) -> dict[Channel, list[Variant]]:
    """Return the words for each channel: those that are not saved, else the template's, else the usual."""
    if unsaved is not None:
        lots = [unsaved]
    else:
        default = rows.one("message_template", kind=kind, is_default=True)
        kept = [variants_of(rows, one) for one in (template, default) if one is not None]
        lots = [*kept, list(built_in(kind, rows.one("merchant").default_locale).variants)]
    return {
        channel: next(filter(None, ([one for one in lot if one.channel == channel] for lot in lots)), [])
        for channel in Channel
    }


def _told(
    rows: Rows, writer: Writer, kind: TemplateKind, reader: Given, channel: Channel, given: Given
) -> SimpleNamespace:
    request = _request(rows, reader, given)
    message = writer.write(reader, request, channel)
    missing = writer.missing(reader, channel, request.expires_at)
    variant = writer.variant_for(reader, channel)
    issues: list[TemplateIssue] = [
        issue
        for issue in variant_issues(kind, variant, writer.vocabulary)
        if issue.code != TemplateIssueCode.TAG_WITHOUT_FALLBACK or issue.tag in missing
    ]
    issues += message_issues(message)
    return SimpleNamespace(
        **{**asdict(message), "issues": [told_issue(rows, issue.as_json()) for issue in issues]}
    )


def _request(rows: Rows, reader: Given, given: Given) -> RequestFacts:
    return example_request(
        reader["locale"] or rows.caller.locale,
        rows.caller.currency,
        amount=_amount(given),
        reference=given.get("reference"),
        expires_at=_end(given),
    )


def _sender(rows: Rows) -> MerchantFacts:
    merchant = rows.one("merchant")
    return MerchantFacts(merchant.name, merchant.default_locale, merchant.time_zone)


def _template(rows: Rows, given: Given) -> Any:
    return _named(rows, given.get("templateId"), Kind.MESSAGE_TEMPLATE, "message_template", TemplateNotFound)


def _customer(rows: Rows, given: Given) -> dict[str, Any] | None:
    customer = _named(rows, given.get("customerId"), Kind.CUSTOMER, "customer", CustomerNotFound)
    return None if customer is None else vars(customer)


def _named(rows: Rows, text: str | None, kind: Kind, table: str, failure: type[Exception]) -> Any:
    if text is None:
        return None
    found = rows.one(table, id=decode(text, kind))
    if found is None:
        raise failure
    return found


def _unsaved(given: Given) -> list[Variant] | None:
    if given.get("variants") is None:
        return None
    variants = [
        Variant(one["locale"], Channel(one["channel"]), one.get("subject") or None, one["body"])
        for one in given["variants"]
    ]
    for failure in check_size(variants):
        raise failure
    return [tidied(variant) for variant in variants]


def _amount(given: Given) -> Money | None:
    amount = given.get("amount")
    return None if amount is None else money_of(amount["amount"], amount["currency"])


def _end(given: Given) -> datetime:
    return term_end(given.get("expiresAt"), datetime.now(UTC))
