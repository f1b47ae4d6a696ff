"""Who writes a merchant's messages of one kind: loads what they are made of once, then writes for many."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar

import orjson

from db import custom_fields, message_templates
from db.connect import Connection, Record
from domain.custom_field import CustomFieldType
from domain.customer import Channel
from domain.errors import TemplateNotFound, TemplateOfAnotherKind
from domain.ids import MerchantId, TemplateId
from domain.message_template import TemplateKind
from domain.messages.built_in import built_in
from domain.messages.examples import EXAMPLE_TOKEN
from domain.messages.rendered import RenderedMessage, RequestFacts
from domain.messages.script import Script, script_of
from domain.messages.tags import FieldTag, Vocabulary
from domain.messages.values import CUSTOMER_COLUMNS, Facts, MerchantFacts
from domain.messages.variant import Variant, choose_variant, voice_locale
from domain.money import Money
from services.addresses import Addresses

# As the database has them, with Writer.COLUMNS at least.
Customer = Mapping[str, Any] | Record
Words = Mapping[Channel, Sequence[Variant]]


class Writer:
    """Writes messages in the words of one template, each in the customer's language.

    A customer is a mapping with COLUMNS, as the database has them.
    """

    COLUMNS: ClassVar[tuple[str, ...]] = CUSTOMER_COLUMNS

    def __init__(
        self, words: Words, vocabulary: Vocabulary, merchant: MerchantFacts, addresses: Addresses
    ) -> None:
        self.vocabulary = vocabulary
        self._words = words
        self._merchant = merchant
        self._addresses = addresses
        self._scripts: dict[tuple[Channel, str | None], Script] = {}

    @property
    def channels(self) -> list[Channel]:
        """The channels for which there are words."""
        return [channel for channel, variants in self._words.items() if variants]

    @property
    def variants(self) -> list[Variant]:
        """The words themselves, channel by channel."""
        return [variant for variants in self._words.values() for variant in variants]

    def variant_for(self, customer: Customer, channel: Channel) -> Variant:
        """Return the words in which a customer is written to."""
        return self._script(channel, customer["locale"]).variant

    def write(self, customer: Customer, request: RequestFacts, channel: Channel) -> RenderedMessage:
        """Return the message. Tags with neither value nor fallback are nothing: see `missing`."""
        return self._script(channel, customer["locale"]).write(self._facts(customer, request, channel))

    def missing(self, customer: Customer, channel: Channel, expires_at: datetime | None = None) -> list[str]:
        """Return the names of the tags that have neither a value for this customer nor a fallback."""
        script = self._script(channel, customer["locale"])
        if not script.doubtful:
            return []
        request = replace(_ANY_REQUEST, expires_at=expires_at)
        return script.missing(self._facts(customer, request, channel))

    @property
    def fingerprint(self) -> str:
        """What is another one once a message to the same customer might be: a hash of words, tags, sender."""
        words = {channel: sorted(map(repr, lot)) for channel, lot in self._words.items()}
        return sha256(repr((words, self.vocabulary.fields, self._merchant)).encode()).hexdigest()

    def _script(self, channel: Channel, locale: str | None) -> Script:
        script = self._scripts.get((channel, locale))
        if script is None:
            variant = choose_variant(self._words[channel], locale, self._merchant.locale)
            assert variant is not None, "where a template has no words, the built-in ones stand"
            written_in = voice_locale(variant, (locale, self._merchant.locale))
            script = self._scripts[channel, locale] = script_of(variant, written_in, self.vocabulary)
        return script

    def _facts(self, customer: Customer, request: RequestFacts, channel: Channel) -> Facts:
        fields = customer["custom_fields"]
        decoded = orjson.loads(fields) if isinstance(fields, str | bytes) else fields
        return Facts(
            customer={**customer, "custom_fields": decoded},
            request=request,
            merchant=self._merchant,
            url=self._addresses.pay(request.token),
            opt_out_url=self._addresses.opt_out(request.token, channel),
        )


async def writer_of(
    tx: Connection,
    merchant_id: MerchantId,
    kind: TemplateKind,
    template_id: TemplateId | None,
    addresses: Addresses,
) -> Writer:
    """Return the writer of a template, or of the default one of a kind.

    For a channel in which the template has no words, the default one's are taken, and where that has none
    either, those that come with Kontor: so there is always something to send.
    Errors: TemplateNotFound and TemplateOfAnotherKind at template_id.
    """
    merchant = await sender_of(tx, merchant_id)
    rows = await message_templates.WORDS.fetch(
        tx, merchant=merchant_id, template=template_id, kind=kind.value
    )
    if template_id is not None:
        _require_kind([row["kind"] for row in rows if row["id"] == template_id], kind)
    own = [_variant(row) for row in rows if row["id"] == template_id and row["locale"]]
    default = [_variant(row) for row in rows if row["id"] != template_id and row["locale"]]
    words = words_of(own, default, built_in(kind, merchant.locale).variants)
    return Writer(words, await vocabulary_of(tx, merchant_id), merchant, addresses)


async def writer_in(
    tx: Connection, merchant_id: MerchantId, variants: Sequence[Variant], addresses: Addresses
) -> Writer:
    """Return the writer of words that are not kept; only for their channels."""
    merchant, vocabulary = await sender_of(tx, merchant_id), await vocabulary_of(tx, merchant_id)
    return Writer(words_of(variants), vocabulary, merchant, addresses)


def words_of(*wished: Sequence[Variant]) -> Words:
    """Return for each channel the first of several lots of variants that has any."""
    return {
        channel: next(filter(None, ([one for one in lot if one.channel is channel] for lot in wished)), ())
        for channel in Channel
    }


async def sender_of(tx: Connection, merchant_id: MerchantId) -> MerchantFacts:
    """Return what a message says of its sender."""
    row = await message_templates.SENDER.fetch_row(tx, merchant=merchant_id)
    assert row is not None, "whoever has templates is a merchant"
    return MerchantFacts(row["name"], row["default_locale"], row["time_zone"])


async def vocabulary_of(tx: Connection, merchant_id: MerchantId) -> Vocabulary:
    """Return the words that are tags for this merchant."""
    rows = await custom_fields.LIST.fetch(tx, merchant=merchant_id)
    return Vocabulary(
        FieldTag(row["id"], row["key"], row["label"], CustomFieldType(row["type"])) for row in rows
    )


# What can be missing of a request is its end alone.
_ANY_REQUEST = RequestFacts("–", Money(1, "EUR"), EXAMPLE_TOKEN)


def _require_kind(found: Sequence[str], wanted: TemplateKind) -> None:
    if not found:
        raise TemplateNotFound(field=("template_id",))
    if found[0] != wanted:
        raise TemplateOfAnotherKind(field=("template_id",), wanted=wanted, found=found[0])


def _variant(row: Record) -> Variant:
    return Variant(row["locale"], Channel(row["channel"]), row["subject"], row["body"])
