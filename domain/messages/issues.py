"""What should be looked at in a template, or in a message that it has made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from domain.customer import Channel
from domain.message_template import TemplateKind
from domain.messages.examples import EXAMPLE_TOKEN, example_customer, example_request
from domain.messages.parts import Part, parts_of, unknown_of, uses_of
from domain.messages.rendered import RenderedMessage
from domain.messages.script import script_of
from domain.messages.tags import ALWAYS_KNOWN, TagName, Vocabulary, name_of
from domain.messages.values import Facts, MerchantFacts
from domain.messages.variant import Variant, language
from domain.sms import SmsEncoding

# Messages that ask for money say where to pay.
ASKING = frozenset({TemplateKind.PAYMENT_REQUEST, TemplateKind.REMINDER})

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class TemplateIssueCode(StrEnum):
    """One thing that should be looked at; the first two keep a template from being saved."""

    UNKNOWN_TAG = "UNKNOWN_TAG"
    MISSING_URL_TAG = "MISSING_URL_TAG"
    TAG_WITHOUT_FALLBACK = "TAG_WITHOUT_FALLBACK"
    MULTI_SEGMENT = "MULTI_SEGMENT"
    UNICODE_UPGRADE = "UNICODE_UPGRADE"
    MISSING_LOCALE_VARIANT = "MISSING_LOCALE_VARIANT"


@dataclass(frozen=True, slots=True)
class TemplateIssue:
    """What should be looked at, where; `facts` are what its sentence needs (templates/texts)."""

    code: TemplateIssueCode
    tag: str | None = None
    locale: str | None = None
    channel: Channel | None = None
    facts: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept, and told: its sentence is made for each reader."""
        return {
            "code": self.code,
            "tag": self.tag,
            "locale": self.locale,
            "channel": self.channel,
            "facts": dict(self.facts),
        }


def template_issues(
    kind: TemplateKind,
    variants: Sequence[Variant],
    vocabulary: Vocabulary,
    merchant: MerchantFacts,
    currency: str,
) -> list[TemplateIssue]:
    """Return what should be looked at in a template; SMS are counted with usual values."""
    found: list[TemplateIssue] = []
    for variant in variants:
        found += variant_issues(kind, variant, vocabulary)
        found += message_issues(_as_an_example(variant, vocabulary, merchant, currency))
    return [*found, *_missing_languages(variants, merchant.locale)]


def variant_issues(kind: TemplateKind, variant: Variant, vocabulary: Vocabulary) -> list[TemplateIssue]:
    """Return what the words of a variant say by themselves, whoever gets them; each tag once."""
    subject, body = parts_of(variant.subject or "", vocabulary), parts_of(variant.body, vocabulary)
    issues = [*_unknown((*subject, *body)), *_without_fallback((*subject, *body))]
    if kind in ASKING and all(use.tag is not TagName.URL for use in uses_of(body)):
        issues.append(TemplateIssue(TemplateIssueCode.MISSING_URL_TAG, tag=str(TagName.URL)))
    return [replace(issue, locale=variant.locale, channel=variant.channel) for issue in issues]


def message_issues(message: RenderedMessage) -> Iterator[TemplateIssue]:
    """Yield what a message costs more than it need to."""
    if message.segments is not None and message.segments > 1:
        yield TemplateIssue(
            TemplateIssueCode.MULTI_SEGMENT,
            locale=message.locale,
            channel=message.channel,
            facts={"segments": message.segments},
        )
    if message.encoding is SmsEncoding.UCS2:
        yield TemplateIssue(
            TemplateIssueCode.UNICODE_UPGRADE,
            locale=message.locale,
            channel=message.channel,
            facts={"characters": list(message.unicode_characters)},
        )


def _unknown(parts: Sequence[Part]) -> Iterator[TemplateIssue]:
    for written in dict.fromkeys(unknown.written for unknown in unknown_of(parts)):
        yield TemplateIssue(TemplateIssueCode.UNKNOWN_TAG, tag=written, facts={"tag": written})


def _without_fallback(parts: Sequence[Part]) -> Iterator[TemplateIssue]:
    bare = (use.tag for use in uses_of(parts) if use.fallback is None and use.tag not in ALWAYS_KNOWN)
    for name in dict.fromkeys(map(name_of, bare)):
        yield TemplateIssue(TemplateIssueCode.TAG_WITHOUT_FALLBACK, tag=name, facts={"tag": name})


def _missing_languages(variants: Sequence[Variant], merchant_locale: str) -> Iterator[TemplateIssue]:
    """Yield for each channel that lacks the merchant's own language."""
    for channel in Channel:
        languages = {language(variant.locale) for variant in variants if variant.channel is channel}
        if language(merchant_locale) not in languages:
            yield TemplateIssue(
                TemplateIssueCode.MISSING_LOCALE_VARIANT,
                locale=merchant_locale,
                channel=channel,
                facts={"locale": merchant_locale},
            )


def _as_an_example(
    variant: Variant, vocabulary: Vocabulary, merchant: MerchantFacts, currency: str
) -> RenderedMessage:
    facts = Facts(
        customer=example_customer(variant.locale, vocabulary),
        request=example_request(variant.locale, currency),
        merchant=merchant,
        url=f"https://pay.example.com/p/{EXAMPLE_TOKEN}",
        opt_out_url=f"https://pay.example.com/o/{EXAMPLE_TOKEN}/s",
    )
    return script_of(variant, variant.locale, vocabulary).write(facts)
