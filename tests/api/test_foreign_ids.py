"""What belongs to another merchant does not exist: not for an answer, nor for the words of an error."""

import re
from itertools import product

import pytest
from graphql import get_named_type

from domain.ids import Kind
from tests.api.arguments import Place, least_arguments, places, with_value
from tests.api.asking import send
from tests.api.furnished import Furnished, everything, unknown_ids
from tests.api.root_fields import ROOT_FIELDS, RootField
from tests.client import Client


def _places(root: RootField) -> list[Place]:
    """Return where any id may stand."""
    return [place for place in places(root) if get_named_type(place.type).name == "ID"]


# What a request makes has an id of its own, and a time.
_MADE = re.compile(rf'"{Kind.BATCH}_[-0-9a-f]+"|"\d{{4}}-\d\d-\d\dT[^"]+"')


def _lasting(answer: str) -> str:
    """Return an answer without what is another one each time."""
    return _MADE.sub('"ANEW"', answer)


WITH_IDS = [root for root in ROOT_FIELDS if _places(root)]


@pytest.mark.parametrize("root", WITH_IDS, ids=str)
async def test_a_foreign_id_is_answered_like_an_unknown_one(
    root: RootField, client: Client, furnished: Furnished, stranger: Furnished
) -> None:
    """Byte for byte but for the id itself, at every place for an id; and the other merchant keeps all."""
    least, unknown = least_arguments(root, furnished.ids), unknown_ids()
    theirs = await everything(stranger.shop)
    differing = []

    for (kind, foreign), place in product(stranger.ids.items(), _places(root)):

        async def answer(id: str, place: Place = place) -> str:
            arguments = with_value(least, place, [id] if place.is_list else id, furnished.ids)
            return _lasting((await send(client, root, arguments)).text.replace(id, "ID"))

        await answer(unknown[kind])  # whatever it does to the rest is done by now
        expected, answered = await answer(unknown[kind]), await answer(foreign)
        if answered != expected:
            differing.append(f"{place}\n  {answered}\n  {expected}")

    assert not differing, "\n".join(differing)
    assert await everything(stranger.shop) == theirs


async def test_an_own_id_is_found_where_a_foreign_one_is_not(
    client: Client, furnished: Furnished, stranger: Furnished
) -> None:
    """What the comparison above rests on: an id that is right does lead to something."""
    kinds = [Kind.CUSTOMER, Kind.GROUP, Kind.PAYMENT, Kind.CUSTOM_FIELD, Kind.IMPORT, Kind.MERCHANT]
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"

    own = await client.data(query, {"ids": [furnished.ids[kind] for kind in kinds]})
    foreign = await client.data(query, {"ids": [stranger.ids[kind] for kind in kinds]})

    assert own["nodes"] == [{"id": furnished.ids[kind]} for kind in kinds]
    assert foreign["nodes"] == [None] * 6
