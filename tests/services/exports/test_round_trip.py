"""What is exported comes back and changes nothing, in every format and language."""

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.connect import Pool
from domain.custom_field import CustomFieldType
from domain.customer import AddressDraft, Channel, ContactDraft, CustomerDraft, ErrorPolicy, FieldDraft
from domain.file_format import FileFormat
from domain.group import group_key
from domain.locale import Locale
from services.customers.bulk_create import bulk_create
from services.customers.create import create_customer
from services.storage import Storage
from tests.factories import Shop, make_shop
from tests.services.exports.exporting import Counter
from tests.services.imports.importing import Desk, Report

FORMATS = (FileFormat.CSV, FileFormat.XLS, FileFormat.XLSX)
LONG = "ä🦊;\"\n'" * 1_666
ODD = (
    *("=1+1", "+49…", "-5", "@x", "＝1", "'=1", "'", "''", "'0151", "00123", "NULL", "#N/A", "1e5", "TRUE"),
    *(
        '"',
        'a "b"',
        "a;b,c|d",
        "a\nb",
        "a\r\nb\rc",
        "a\tb",
        "a\xa0b\u202fc",
        "a\u200bb\xadc",
        "\u200f1\u202e2",
    ),
    *("שלום", "مرحبا", "👩\u200d🔬🦊", "_x000D_", "<b>&amp;", "bell\x07", "\u2028a", "sep=;", "Ã¼"[:1]),
)
FIELDS: dict[str, tuple[CustomFieldType, tuple[str, ...], tuple[Any, ...]]] = {
    "text": (CustomFieldType.TEXT, (), (*ODD, "x" * 2_000)),
    "whole": (CustomFieldType.INTEGER, (), (0, -5, 1234, 2**53 - 1, -(2**53) + 1)),
    "exact": (
        CustomFieldType.DECIMAL,
        (),
        ("1.234", "-0.5", "12345.678", "0.1", "100", "-1.234", "1234567.891"),
    ),
    "day": (CustomFieldType.DATE, (), ("2026-03-04", "0999-01-02", "2000-12-31")),
    "yes": (CustomFieldType.BOOLEAN, (), (True, False)),
    "size": (CustomFieldType.SELECT, ("S", "=XL", "ja; nein"), ("S", "=XL", "ja; nein")),
    "mail": (CustomFieldType.EMAIL, (), ("ada@example.org",)),
    "line": (CustomFieldType.PHONE, (), ("+4915123456789",)),
    "page": (CustomFieldType.URL, (), ("https://example.org/?a=1;b=2",)),
}
GROUPS = ("Stammkunden", "A; B", "A, B und C", "=VIP", '"Alte"', "x|y", "'0151", "★", "שלום; عام")

BASE = """
    select (to_jsonb(customer) - 'updated_at')::text from customer where merchant_id = $1
    union all select to_jsonb(identity)::text from customer_identity as identity where merchant_id = $1
    union all select to_jsonb(point)::text from contact_point as point where merchant_id = $1
    union all select to_jsonb(one)::text from customer_group as one where merchant_id = $1
    union all select to_jsonb(event)::text from timeline_event as event where merchant_id = $1
    order by 1
"""


async def base(shop: Shop) -> list[str]:
    """Return all that is known of a merchant's customers."""
    return [row[0] for row in await shop.fetch(BASE)]


async def nameless(shop: Shop, **fields: Any) -> None:
    await shop.do(create_customer, CustomerDraft(**fields))


async def stock(shop: Shop) -> None:
    """Give a merchant customers with every awkward value, in every column."""
    for key, (field_type, options, _) in FIELDS.items():
        await shop.custom_field(key, field_type, options)
    groups = [await shop.group(name) for name in GROUPS]
    for number, odd in enumerate(ODD):
        await shop.customer(
            odd,
            **dict.fromkeys(("salutation", "last_name", "company_name", "note", "vat_id"), odd),
            external_reference=f"{odd}{number}",
            address=AddressDraft(
                line1=odd, line2=odd, postal_code="01067", city=odd, region=odd, country="CH"
            ),
            locale="zh-Hant-TW" if number % 2 else "de",
            group_id=groups[number % len(groups)],
            custom_fields=tuple(
                FieldDraft(key, values[number % len(values)]) for key, (_, _, values) in FIELDS.items()
            ),
        )
    await shop.customer("Nur ein Name")
    await shop.customer("Nur ein Name")
    await shop.customer("Lang", note=LONG[:10_000])
    await nameless(shop, phone="+49 (0)151 234 567 80")
    await nameless(shop, phone="0151 / 234 567 81", email=" Ada@Example.ORG ")
    await shop.customer("Falsch", phone="unbekannt; +49", email="ada@@example")
    await shop.customer("Gerundet", phone="4,9171E+11")
    await shop.customer("Festnetz", phone="030 123456", email="bob@example.org")
    await nameless(shop, external_reference="00815")
    contacts = (ContactDraft(Channel.SMS, "0170 1234567"), ContactDraft(Channel.EMAIL, "zwei@example.org"))
    await shop.customer("Mehr", phone="0160 1234567", additional_contacts=contacts)


@pytest.fixture(scope="module")
async def stocked(pool: Pool) -> Shop:
    """A merchant with every awkward customer there is; nothing here changes it."""
    shop = await make_shop(pool, "Seltsamer Laden")
    await stock(shop)
    return shop


async def come_back(shop: Shop, storage: Storage, format: FileFormat, locale: Locale) -> Report:
    """Export all and import the file as it is."""
    content = await Counter(shop, storage).fetch(format, locale=locale)
    return await Desk(shop, storage).bring(content)


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("format", FORMATS)
async def test_an_export_that_comes_back_changes_nothing(
    stocked: Shop, storage: Storage, format: FileFormat, locale: Locale
) -> None:
    """Customers, groups, identities and timelines stay, and what is remarked was so before."""
    before = await base(stocked)

    report = await come_back(stocked, storage, format, locale)

    rows = len(ODD) + 10
    counted = {name: count for name, count in report.counts.items() if name != "warnings"}
    assert counted == {"row_count": rows, "unchanged": rows}, [
        one for one in report.issues if one["severity"] == "ERROR"
    ]
    assert await base(stocked) == before
    remarks = {code for _, code, _ in report.codes}
    assert remarks == {
        *("NO_CONTACT_CHANNEL", "PHONE_INVALID", "EMAIL_INVALID", "PHONE_NOT_MOBILE"),
        "PHONE_SCIENTIFIC_PRECISION_LOST",
    }


SIGNS = "aZ 0'=+-@;|,\"\n\r\t\xa0\u200b\u200f\u2028_x＝🦊ß"
TEXTS = st.none() | st.text(SIGNS, max_size=8) | st.text(max_size=8).filter(lambda text: "\0" not in text)
# Two that are told apart by unseen signs only would be one to whoever reads the file.
REFERENCES = st.none() | st.text("aB0'=-;", min_size=1, max_size=3)
PHONES = st.sampled_from(
    [
        *(None, "0151 23456789", "+33 6 39 98 00 01", "030 123456"),
        *("unbekannt", "'+49", "-5", "4,9171E+11", "1e5", "4,0", "0151 2345 ext. 5", "0151\n0170", "{}" * 50),
    ]
)
EMAILS = st.sampled_from([None, "ada@example.org", "Bob@Example.org", "nirgends", "=1+1", "a b@example.org"])
VALUES = st.lists(
    st.sampled_from([(key, value) for key, (_, _, values) in FIELDS.items() for value in values]), max_size=4
)
CUSTOMERS = st.lists(
    st.builds(
        lambda values, line, **given: CustomerDraft(
            custom_fields=tuple(FieldDraft(key, value) for key, value in dict(values).items()),
            address=AddressDraft(line1=line),
            **given,
        ),
        values=VALUES,
        line=TEXTS,
        **dict.fromkeys(("salutation", "first_name", "last_name", "company_name", "note", "vat_id"), TEXTS),
        external_reference=REFERENCES,
        phone=PHONES,
        email=EMAILS,
    ),
    min_size=1,
    max_size=8,
)


async def test_whoever_is_exported_comes_back_unchanged(pool: Pool, storage: Storage) -> None:
    """Customers as no person would make them up, in any format and language."""

    @settings(
        max_examples=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @given(
        st.tuples(CUSTOMERS, st.lists(TEXTS, max_size=2), st.sampled_from(FORMATS), st.sampled_from(Locale))
    )
    def holds(drawn: tuple[Any, ...]) -> None:
        asyncio.run_coroutine_threadsafe(unchanged(*drawn), loop).result()

    async def unchanged(
        drafts: list[CustomerDraft], names: list[str | None], format: FileFormat, locale: Locale
    ) -> None:
        shop = await make_shop(pool)
        for key, (field_type, options, _) in FIELDS.items():
            await shop.custom_field(key, field_type, options)
        made = await shop.do(bulk_create, drafts, ErrorPolicy.REJECT_FAILED_ROWS)
        known = [one.customer_id for one in made if one.customer_id]
        for number, name in enumerate(dict.fromkeys(group_key(name or "") for name in names)):
            if name:
                await shop.group(name, known[number : number + 1])
        before = await base(shop)

        report = await come_back(shop, storage, format, locale)

        counted = {name: count for name, count in report.counts.items() if name != "warnings"}
        assert counted == ({"row_count": len(known), "unchanged": len(known)} if known else {}), report.issues
        assert await base(shop) == before

    # Hypothesis calls plain functions: it runs in a thread, the rest in the loop that has the pool.
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(holds)
