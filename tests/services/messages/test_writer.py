"""A writer loads a template once, finds each customer's words, and writes what the preview has shown."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from db.payment_requests.recipient import RECIPIENT
from db.reading import reading
from domain.customer import Channel, FieldDraft
from domain.errors import Failures, TemplateNotFound, TemplateOfAnotherKind
from domain.ids import CustomerId, TemplateId, new_id
from domain.message_template import TemplateKind
from domain.messages.examples import EXAMPLE_TOKEN
from domain.messages.rendered import RenderedMessage, RequestFacts
from domain.messages.variant import Variant
from domain.money import Money
from services.addresses import Addresses
from services.custom_fields import delete_custom_field
from services.messages.preview import PreviewDraft, preview_messages
from services.messages.save import TemplateDraft, create_template, delete_template, update_template
from services.messages.writer import Writer, writer_of
from tests.factories import Shop

ADDRESSES = Addresses("https://pay.example.com")
END = datetime.now(UTC) + timedelta(days=10)
REQUEST = RequestFacts("R-1", Money(1_250, "EUR"), EXAMPLE_TOKEN, END)
ASKING = TemplateKind.PAYMENT_REQUEST


@dataclass(frozen=True, slots=True)
class Desk:
    """Where messages of a merchant are written."""

    shop: Shop

    async def writer(self, template: TemplateId | None = None, kind: TemplateKind = ASKING) -> Writer:
        async with reading(self.shop.pool, self.shop.caller.merchant_id) as snapshot:
            return await writer_of(snapshot, self.shop.caller.merchant_id, kind, template, ADDRESSES)

    async def written(
        self, customer: CustomerId, channel: Channel = Channel.SMS, template: TemplateId | None = None
    ) -> RenderedMessage:
        writer = await self.writer(template)
        return writer.write(await self.customer(customer), REQUEST, channel)

    async def customer(self, customer: CustomerId) -> Any:
        async with reading(self.shop.pool, self.shop.caller.merchant_id) as snapshot:
            return await RECIPIENT.fetch_row(
                snapshot, merchant=self.shop.caller.merchant_id, customer=customer
            )


@pytest.fixture
def desk(shop: Shop) -> Desk:
    return Desk(shop)


async def test_the_default_template_is_written_in_the_customers_language(desk: Desk) -> None:
    ada = await desk.shop.customer("Ada", locale="fr-CH")

    message = await desk.written(ada)

    assert message.locale == "fr"
    assert message.text == (
        "Laden : veuillez régler 12,50 € (R-1) :"
        f" https://pay.example.com/p/{EXAMPLE_TOKEN} Stop : https://pay.example.com/o/{EXAMPLE_TOKEN}/s"
    )


async def test_an_email_has_a_subject_and_two_parts(desk: Desk) -> None:
    ada = await desk.shop.customer("Ada", last_name="<Lovelace>")

    message = await desk.written(ada, Channel.EMAIL)

    assert message.subject == "Bitte bezahlen: 12,50\xa0€ an Laden (R-1)"
    assert message.text.startswith(
        "Guten Tag Ada <Lovelace>,\n\nLaden bittet Sie um die Zahlung von 12,50\xa0€ für R-1."
    )
    assert message.html is not None
    assert "Guten Tag Ada &lt;Lovelace&gt;," in message.html
    assert (message.encoding, message.segments, message.unicode_characters) == (None, None, ())


async def test_custom_fields_are_tags_by_their_keys(desk: Desk) -> None:
    await desk.shop.custom_field("bouquet")
    ada = await desk.shop.customer("Ada", custom_fields=(FieldDraft("bouquet", "Rosen #amount#"),))
    template = await desk.shop.template("Strauß", "#bouquet#: #url#")

    message = await desk.written(ada, template=template)

    assert message.text == f"Rosen #amount#: https://pay.example.com/p/{EXAMPLE_TOKEN}"


async def test_what_is_missing_is_told_and_a_fallback_is_enough(desk: Desk) -> None:
    await desk.shop.custom_field("bouquet")
    ada = await desk.customer(await desk.shop.customer("Ada"))
    bare = await desk.writer(await desk.shop.template("Ohne", "#bouquet# #last_name# #first_name# #url#"))
    kind = await desk.writer(await desk.shop.template("Mit", "{{bouquet|Strauß}} {{last_name|}} #url#"))

    assert bare.missing(ada, Channel.SMS) == ["bouquet", "last_name"]
    assert kind.missing(ada, Channel.SMS) == []


async def test_a_due_date_is_missing_without_an_end(desk: Desk) -> None:
    ada = await desk.customer(await desk.shop.customer("Ada"))
    writer = await desk.writer(await desk.shop.template("Bis", "bis #due_date#: #url#"))

    assert writer.missing(ada, Channel.SMS) == ["due_date"]


async def test_a_tag_whose_field_is_gone_is_missing_and_never_sent(desk: Desk) -> None:
    field = await desk.shop.custom_field("bouquet")
    template = await desk.shop.template("Strauß", "#bouquet# #url#")
    await desk.shop.do(delete_custom_field, field)

    writer = await desk.writer(template)

    ada = await desk.customer(await desk.shop.customer("Ada"))
    assert writer.missing(ada, Channel.SMS) == ["bouquet"]
    assert "#bouquet#" not in writer.write(ada, REQUEST, Channel.SMS).text


async def test_where_a_template_has_no_words_those_of_the_default_one_stand(desk: Desk) -> None:
    """Then those that come with Kontor: the merchant's own default one has only an SMS here."""
    ada = await desk.shop.customer("Ada")
    template = await desk.shop.template("Kurz", "Kurz: #url#", is_default=True)

    sms, email = await desk.written(ada), await desk.written(ada, Channel.EMAIL, template)

    assert sms.text == f"Kurz: https://pay.example.com/p/{EXAMPLE_TOKEN}"
    assert email.subject == "Bitte bezahlen: 12,50\xa0€ an Laden (R-1)"


async def test_without_any_default_template_the_built_in_words_stand(desk: Desk) -> None:
    """As for a merchant who was made by a process of before."""
    await desk.shop.fetch("delete from message_template where merchant_id = $1 returning id")

    message = await desk.written(await desk.shop.customer("Ada"))

    assert message.text.startswith("Laden: Bitte 12,50 € für R-1 zahlen: ")


async def test_a_template_of_another_merchant_or_kind_is_refused(desk: Desk, other_shop: Shop) -> None:
    foreign = await other_shop.template("Fremd")
    receipt = await desk.shop.template("Quittung", "danke", kind=TemplateKind.RECEIPT)

    for unknown in (foreign, TemplateId(new_id())):
        with pytest.raises(TemplateNotFound) as missing:
            await desk.writer(unknown)
        assert missing.value.field == ("template_id",)
    with pytest.raises(TemplateOfAnotherKind):
        await desk.writer(receipt)


async def test_a_template_can_be_changed_and_taken_away(desk: Desk) -> None:
    ada = await desk.shop.customer("Ada")
    template = await desk.shop.template("Kurz")
    words = (Variant("de", Channel.SMS, None, "Neu: #url#"),)

    await desk.shop.do(update_template, template, TemplateDraft("Neu", words))
    changed = await desk.written(ada, template=template)
    await desk.shop.do(delete_template, template)

    assert changed.text == f"Neu: https://pay.example.com/p/{EXAMPLE_TOKEN}"
    with pytest.raises(TemplateNotFound):
        await desk.writer(template)


names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=30)
bodies = st.lists(
    st.one_of(
        names,
        st.sampled_from(
            [
                "#first_name#",
                "{{last_name|}}",
                "{{company_name|Kunde}}",
                "#amount#",
                " #due_date|bald# ",
                "\n\n",
            ]
        ),
    ),
    max_size=8,
).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=names, last=names, body=bodies, locale=st.sampled_from(["de", "fr-CH", "en-GB", "pl", None]))
async def test_the_preview_is_what_is_sent_byte_for_byte(
    desk: Desk, first: str, last: str, body: str, locale: str | None
) -> None:
    """For whatever is saved and whoever gets it, on both channels."""
    shop = desk.shop
    customer = await shop.customer(f"A{first}", last_name=f"B{last}", locale=locale)
    words = (
        Variant("de", Channel.SMS, None, f"{body} #url#"),
        Variant("fr", Channel.EMAIL, "Pour {{first_name|vous}}", f"{body}\n#url#"),
    )
    unsaved = await _preview(shop, PreviewDraft(variants=words, customer_id=customer, **_ASKED))
    try:
        template = await shop.do(create_template, TemplateDraft("T", words))
    except Failures:
        assume(False)  # some of the text looks like a tag

    saved = await _preview(shop, PreviewDraft(template_id=template, customer_id=customer, **_ASKED))

    sent = [await desk.written(customer, channel, template) for channel in Channel]
    assert unsaved == saved == sent


_ASKED: dict[str, Any] = {"amount": REQUEST.amount, "reference": REQUEST.reference, "expires_at": END}


async def _preview(shop: Shop, draft: PreviewDraft) -> list[RenderedMessage]:
    async with reading(shop.pool, shop.caller.merchant_id) as snapshot:
        previews = await preview_messages(snapshot, shop.caller, draft, ADDRESSES)
    return [preview.message for preview in previews]
