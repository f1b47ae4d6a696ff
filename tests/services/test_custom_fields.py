"""The extra fields of a merchant."""

import pytest

from domain.custom_field import CustomFieldType
from domain.customer import FieldDraft
from domain.errors import (
    CustomFieldNotFound,
    Failure,
    FieldKeyInvalid,
    FieldKeyTaken,
    Invalid,
    OptionsInvalid,
    Required,
)
from domain.ids import CustomFieldId, new_id
from services.custom_fields import create_custom_field, delete_custom_field, update_custom_field
from tests.factories import Shop


async def keys(shop: Shop) -> list[str]:
    """In the order in which they are shown."""
    rows = await shop.fetch(
        "select key from custom_field_definition where merchant_id = $1 order by position, id"
    )
    return [row["key"] for row in rows]


async def field(shop: Shop, key: str) -> CustomFieldId:
    return await shop.do(create_custom_field, key=key, label=key, type=CustomFieldType.TEXT)


@pytest.mark.parametrize(
    ("given", "failure"),
    [
        ({"key": "Größe"}, FieldKeyInvalid(field=("key",), key="Größe")),
        ({"key": "plate"}, FieldKeyTaken(field=("key",), key="plate")),
        ({"label": " "}, Required(field=("label",))),
        ({"options": ["S"]}, OptionsInvalid(field=("options",))),
        ({"type": CustomFieldType.SELECT}, OptionsInvalid(field=("options",))),
    ],
)
async def test_a_field_that_can_not_be_is_refused(
    shop: Shop, given: dict[str, object], failure: Failure
) -> None:
    await field(shop, "plate")

    with pytest.raises(Failure) as refused:
        await shop.do(
            create_custom_field,
            **({"key": "size", "label": "Größe", "type": CustomFieldType.TEXT} | given),
        )

    assert refused.value == failure
    assert await keys(shop) == ["plate"]


async def test_a_field_moves_and_the_others_make_room(shop: Shop) -> None:
    _, b, c = await field(shop, "a"), await field(shop, "b"), await field(shop, "c")
    assert await keys(shop) == ["a", "b", "c"]

    await shop.do(update_custom_field, c, position=0)
    assert await keys(shop) == ["c", "a", "b"]

    await shop.do(update_custom_field, c, position=99)
    await shop.do(update_custom_field, b, position=0)
    assert await keys(shop) == ["b", "a", "c"]

    with pytest.raises(Invalid) as refused:
        await shop.do(update_custom_field, b, position=-1, label="neu")
    assert refused.value == Invalid(field=("position",))
    assert (
        await shop.value(
            "select count(*) from custom_field_definition where merchant_id = $1 and label = 'neu'"
        )
        == 0
    )


async def test_what_is_not_given_stays(shop: Shop) -> None:
    size = await shop.do(
        create_custom_field, key="size", label="Größe", type=CustomFieldType.SELECT, options=("S", "M")
    )

    await shop.do(update_custom_field, size, options=("S", "M", "L"))
    await shop.do(update_custom_field, size, label="Kleidergröße", required=True)

    [row] = await shop.fetch(
        "select label, options, required, personal_data from custom_field_definition where merchant_id = $1"
    )
    assert tuple(row) == ("Kleidergröße", ["S", "M", "L"], True, True)
    with pytest.raises(OptionsInvalid):
        await shop.do(update_custom_field, size, options=())


async def test_the_values_go_with_their_field(shop: Shop) -> None:
    """Nobody has edited the customers: their versions stay."""
    plate, _ = await field(shop, "plate"), await field(shop, "size")
    ada = await shop.customer("Ada", custom_fields=(FieldDraft("plate", "B-AB 1"), FieldDraft("size", "M")))

    await shop.do(delete_custom_field, plate)

    assert await keys(shop) == ["size"]
    values = await shop.value(
        "select jsonb_path_query_array(custom_fields, '$.*') from customer where merchant_id = $1"
    )
    assert (values, await shop.version(ada)) == ('["M"]', 1)


async def test_a_foreign_field_is_as_an_unknown_one(shop: Shop, other: Shop) -> None:
    theirs = await field(other, "plate")

    for unknown in (theirs, CustomFieldId(new_id())):
        for attempt in (
            shop.do(update_custom_field, unknown, label="neu"),
            shop.do(delete_custom_field, unknown),
        ):
            with pytest.raises(CustomFieldNotFound) as refused:
                await attempt
            assert refused.value == CustomFieldNotFound(field=("id",))

    assert await keys(other) == ["plate"]
