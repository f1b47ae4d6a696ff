"""A variant that is ready to be written for many: taken apart once, put together for each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from domain.customer import Channel
from domain.messages.html import html_of
from domain.messages.joining import joined, missing
from domain.messages.parts import Part, Use, parts_of
from domain.messages.rendered import RenderedMessage
from domain.messages.tags import Tag, TagName, Vocabulary
from domain.messages.values import Facts, one_line, value_of
from domain.messages.variant import Variant
from domain.messages.voice import Voice
from domain.sms import sms_cost
from domain.visible import with_plain_spaces


@dataclass(frozen=True, slots=True)
class Script:
    """A variant in the voice of one locale."""

    variant: Variant
    voice: Voice
    subject: tuple[Part, ...]
    body: tuple[Part, ...]
    doubtful: tuple[Part, ...]  # what may have neither a value nor a fallback

    def write(self, facts: Facts) -> RenderedMessage:
        """Return the message. A tag without value and fallback leaves nothing; `missing` tells."""
        values = self._values(facts)
        text = joined(self.body, values)
        match self.variant.channel:
            case Channel.SMS:
                return self._sms(with_plain_spaces(text))
            case Channel.EMAIL:
                return self._email(text, one_line(joined(self.subject, values)) or facts.merchant.name, facts)
            case _:
                assert_never(self.variant.channel)

    def missing(self, facts: Facts) -> list[str]:
        """Return the names of the tags for which there is neither a value nor a fallback, each once."""
        return list(dict.fromkeys(missing(self.doubtful, self._values(facts))))

    def _values(self, facts: Facts) -> Callable[[Tag], str | None]:
        return lambda tag: value_of(tag, facts, self.voice)

    def _sms(self, text: str) -> RenderedMessage:
        cost = sms_cost(text)
        return RenderedMessage(
            channel=Channel.SMS,
            locale=self.variant.locale,
            subject=None,
            text=text,
            html=None,
            encoding=cost.encoding,
            segments=cost.segments,
            unicode_characters=cost.unicode_characters,
        )

    def _email(self, text: str, subject: str, facts: Facts) -> RenderedMessage:
        html = html_of(
            text,
            subject=subject,
            locale=self.variant.locale,
            sender=facts.merchant.name,
            url=facts.url,
            opt_out_url=facts.opt_out_url,
        )
        return RenderedMessage(
            channel=Channel.EMAIL,
            locale=self.variant.locale,
            subject=subject,
            text=text,
            html=html,
            encoding=None,
            segments=None,
            unicode_characters=(),
        )


def script_of(variant: Variant, locale: str, vocabulary: Vocabulary) -> Script:
    """Return a variant taken apart; `locale` is what its amounts and days are written in."""
    subject, body = parts_of(variant.subject or "", vocabulary), parts_of(variant.body, vocabulary)
    return Script(
        variant=variant,
        voice=Voice(locale, plain=variant.channel is Channel.SMS),
        subject=subject,
        body=body,
        doubtful=tuple(filter(_is_doubtful, (*subject, *body))),
    )


# Each request has them. Not each ends: a day it is due is no such tag.
_OF_EACH_REQUEST = frozenset(
    {TagName.AMOUNT, TagName.CURRENCY, TagName.REF_NUMBER, TagName.URL, TagName.OPT_OUT_URL}
)


def _is_doubtful(part: Part) -> bool:
    if isinstance(part, str) or part.fallback is not None:
        return False
    return not isinstance(part, Use) or part.tag not in _OF_EACH_REQUEST
