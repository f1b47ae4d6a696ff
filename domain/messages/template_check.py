"""Whether a template can be kept: everything that is wrong with it at once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.customer import Channel
from domain.errors import (
    Failure,
    Required,
    SubjectNotSent,
    TagMisspelt,
    TagUnknown,
    TooManyItems,
    UrlTagMissing,
    VariantTwice,
)
from domain.locale import normalise_locale
from domain.message_template import TemplateKind
from domain.messages.issues import ASKING
from domain.messages.parts import UnknownUse, parts_of, unknown_of, uses_of
from domain.messages.tags import TagName, Vocabulary, name_of
from domain.messages.values import one_line
from domain.messages.variant import Variant
from domain.storable import misfit
from domain.visible import visible, without_invisible

NAME_LIMIT = 120
SUBJECT_LIMIT = 200
# Of an SMS no more than gateways pass on in one message; of an e-mail what is still one.
BODY_LIMITS = {Channel.SMS: 1_600, Channel.EMAIL: 20_000}
VARIANT_COUNT_LIMIT = 50
# Of each text; the rest would only repeat them.
SHOWN_TAGS = 10


def tidied(variant: Variant) -> Variant:
    """Return a variant as it is kept: its locale normalised, its texts without invisible signs.

    A text message has plain spaces: others cost as much as emoji, and nobody sees the difference.
    Errors: LocaleUnknown at locale.
    """
    try:
        locale = normalise_locale(variant.locale)
    except Failure as failure:
        raise failure.at("locale") from None
    body = (
        visible(variant.body) if variant.channel is Channel.SMS else without_invisible(variant.body).strip()
    )
    return replace(variant, locale=locale, subject=one_line(variant.subject or ""), body=body)


def check_name(name: str) -> list[Failure]:
    """Return what is wrong with the name of a template, at name."""
    failure = misfit(name, NAME_LIMIT) if name else Required()
    return [failure.at("name")] if failure else []


def check_size(variants: Sequence[Variant]) -> list[Failure]:
    """Return what is too large, or can't be stored, in variants as they are given; before all else."""
    if not variants:
        return [Required(field=("variants",))]
    if len(variants) > VARIANT_COUNT_LIMIT:
        return [TooManyItems(field=("variants",), limit=VARIANT_COUNT_LIMIT, count=len(variants))]
    return [
        failure.at("variants", index, name)
        for index, variant in enumerate(variants)
        for name, text, limit in (
            ("subject", variant.subject or "", SUBJECT_LIMIT),
            ("body", variant.body, BODY_LIMITS[variant.channel]),
        )
        if (failure := misfit(text, limit))
    ]


def check_variants(kind: TemplateKind, variants: Sequence[Variant], vocabulary: Vocabulary) -> list[Failure]:
    """Return what keeps tidied variants from being kept, each at its place.

    Failures: Required, SubjectNotSent at subject; VariantTwice at locale; Required, UrlTagMissing at body;
              TagUnknown and TagMisspelt at either.
    """
    return [
        failure.at("variants", index)
        for index, variant in enumerate(variants)
        for failure in (
            *_check_place(variant, variants[:index]),
            *_check_subject(variant, vocabulary),
            *_check_body(kind, variant, vocabulary),
        )
    ]


def _check_place(variant: Variant, before: Sequence[Variant]) -> Iterator[Failure]:
    if any((one.locale, one.channel) == (variant.locale, variant.channel) for one in before):
        yield VariantTwice(field=("locale",), locale=variant.locale)


def _check_subject(variant: Variant, vocabulary: Vocabulary) -> Iterator[Failure]:
    if variant.channel is Channel.SMS:
        if variant.subject:
            yield SubjectNotSent(field=("subject",))
    elif not variant.subject:
        yield Required(field=("subject",))
    else:
        yield from _check_tags("subject", variant.subject, vocabulary)


def _check_body(kind: TemplateKind, variant: Variant, vocabulary: Vocabulary) -> Iterator[Failure]:
    if not variant.body:
        yield Required(field=("body",))
        return
    yield from _check_tags("body", variant.body, vocabulary)
    parts = parts_of(variant.body, vocabulary)
    if kind in ASKING and all(use.tag is not TagName.URL for use in uses_of(parts)):
        yield UrlTagMissing(field=("body",))


def _check_tags(field: str, text: str, vocabulary: Vocabulary) -> Iterator[Failure]:
    unknown = {one.written: one for one in unknown_of(parts_of(text, vocabulary))}
    for one in list(unknown.values())[:SHOWN_TAGS]:
        yield _unknown_tag(one, vocabulary).at(field)


def _unknown_tag(unknown: UnknownUse, vocabulary: Vocabulary) -> Failure:
    meant = vocabulary.nearest(unknown.word)
    if meant is None:
        return TagUnknown(tag=unknown.written)
    return TagMisspelt(tag=unknown.written, suggestion=f"{{{{{name_of(meant)}}}}}")
