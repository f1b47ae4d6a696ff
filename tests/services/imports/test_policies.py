"""What is decided for a file as a whole: all or what can be taken, required fields, unknown columns."""

import pytest

from domain.custom_field import CustomFieldType
from domain.customer import ErrorPolicy, MatchKey
from domain.errors import Failures, Invalid, RegionUnknown, Required
from domain.import_policy import EmptyCellPolicy, UnknownColumnPolicy
from services.custom_fields import create_custom_field
from tests.services.imports.importing import Desk, csv

ALL_OR_NOTHING = ErrorPolicy.REJECT_EVERYTHING


async def test_all_or_nothing_is_nothing_when_one_row_is_rejected(desk: Desk) -> None:
    """Every row counts as rejected, and the reasons are those of the rows that can't be taken."""
    await desk.shop.customer("Bob", external_reference="18")

    report = await desk.bring(
        csv("Kundennummer;Vorname;Gruppe", "17;Ada;VIP", "18;Robert;", "17;Eve;"), error_policy=ALL_OR_NOTHING
    )

    assert report.status == "FAILED VALIDATED"
    assert report.counts == {"row_count": 3, "rejected": 3, "warnings": 3}
    assert report.failure == {
        "code": "INVALID",
        "text": "rows_rejected",
        "facts": {"rejected": 1, "rows": 3},
    }
    assert (4, "DUPLICATE_IN_FILE", "ERROR") in report.codes
    assert await desk.customers("first_name", "version") == [("Bob", 1)]
    assert await desk.groups() == {None: 1}


async def test_all_or_nothing_is_all_when_no_row_is_rejected(desk: Desk) -> None:
    report = await desk.bring(csv("Kundennummer;Vorname", "17;Ada", "18;Bob"), error_policy=ALL_OR_NOTHING)

    assert report.status == "SUCCEEDED COMMITTED"
    assert report.counts == {"row_count": 2, "created": 2, "warnings": 2}


async def test_a_new_customer_needs_what_the_merchant_requires(desk: Desk) -> None:
    """One who is there is not rejected for what it lacked before, and no blank cell takes it away."""
    await desk.shop.do(
        create_custom_field, key="farbe", label="Farbe", type=CustomFieldType.TEXT, required=True
    )
    header = "Kundennummer;Vorname;Farbe"

    first = await desk.bring(csv(header, "17;Ada;rot", "18;Bob;"))
    second = await desk.bring(csv(header, "17;Ada;"), empty_cells=EmptyCellPolicy.CLEAR)

    assert first.counts == {"row_count": 2, "created": 1, "rejected": 1, "warnings": 2}
    assert [(one["row"], one["code"], one["field"], one["column"]) for one in first.issues][-1] == (
        3,
        "REQUIRED_MISSING",
        "custom_fields.farbe",
        2,
    )
    assert second.counts == {"row_count": 1, "unchanged": 1, "warnings": 1}


async def test_unknown_columns_are_left_out_refused_or_become_custom_fields(desk: Desk) -> None:
    """A second telephone is no unknown column: it means a phone, and one is taken."""
    text = csv("Vorname;Handy;Telefon;Lieblingsfarbe;Nr. 1", "Ada;0151 23456789;030 123456;rot;x")

    refused = await desk.bring(text, unknown_columns=UnknownColumnPolicy.REJECT)
    ignored = await desk.bring(text)
    created = await desk.bring(text, unknown_columns=UnknownColumnPolicy.CREATE_CUSTOM_FIELD)

    assert refused.failure == {
        "code": "UNSUPPORTED_FILE",
        "text": "unknown_columns",
        "facts": {"headers": ["Lieblingsfarbe", "Nr. 1"]},
    }
    assert ignored.counts == {"row_count": 1, "created": 1}
    assert created.counts == {"row_count": 1, "updated": 1}
    fields = await desk.shop.fetch(
        "select id, key, label, type from custom_field_definition where merchant_id = $1 order by position"
    )
    assert [tuple(field)[1:] for field in fields] == [
        ("lieblingsfarbe", "Lieblingsfarbe", "TEXT"),
        ("nr_1", "Nr. 1", "TEXT"),
    ]
    ((stored,),) = await desk.customers("custom_fields")
    assert stored == f'{{"{fields[0]["id"]}": "rot", "{fields[1]["id"]}": "x"}}'


async def test_options_that_make_no_sense_are_refused(desk: Desk) -> None:
    """All at once, each at its place."""
    with pytest.raises(Failures) as nothing:
        await desk.hand_in("Vorname\nAda\n", match_on=(), default_region="XX")
    with pytest.raises(Failures) as by_name:
        await desk.hand_in("Vorname\nAda\n", match_on=(MatchKey.PHONE, MatchKey.NAME_AND_POSTAL_CODE))

    assert nothing.value.failures == (
        Required(field=("options", "match_on")),
        RegionUnknown(field=("options", "default_region"), value="XX"),
    )
    assert by_name.value.failures == (Invalid(field=("options", "match_on", 1)),)
    assert await desk.shop.value("select count(*) from customer_import where merchant_id = $1") == 0
