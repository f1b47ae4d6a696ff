"""Every place of every argument is given everything that does not belong there."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from domain.ids import Kind
from tests.api.arguments import Place, least_arguments, places, with_value
from tests.api.asking import send
from tests.api.clear import unclear
from tests.api.furnished import Furnished
from tests.api.hostile import hostile_values
from tests.api.root_fields import ROOT_FIELDS, RootField
from tests.client import Client


def _places() -> dict[RootField, list[Place]]:
    """Return the places of each field; one inside a filter once for queries and once for mutations.

    What filters hold is read by the same code, wherever they stand.
    """
    found: dict[RootField, list[Place]] = {}
    seen: set[tuple[str, ...]] = set()
    for root in ROOT_FIELDS:
        found[root] = []
        for place in places(root):
            names = place.around
            filters = [index for index, name in enumerate(names) if name.endswith("WhereInput")]
            key = (root.operation, *names[filters[0] :]) if filters else names
            if key not in seen:
                found[root].append(place)
            seen.add(key)
    return found


PLACES = _places()


def hostile_requests(root: RootField, ids: Mapping[Kind, str]) -> Iterator[dict[str, Any]]:
    """Yield the least arguments of a field with one value in them changed."""
    least = least_arguments(root, ids)
    for place in PLACES[root]:
        for value in hostile_values(place.type):
            yield with_value(least, place, value, ids)


@pytest.mark.parametrize("root", ROOT_FIELDS, ids=str)
async def test_any_value_at_any_place_is_answered_clearly(
    root: RootField, client: Client, furnished: Furnished
) -> None:
    """Whatever stands at one place, the client gets what it asked for or learns what is wrong with it."""
    faults = []

    for arguments in hostile_requests(root, furnished.ids):
        response = await send(client, root, arguments)
        faults += [f"{fault}\n    asked with {arguments!r:.500}" for fault in unclear(response)]

    assert not faults, "\n".join(faults)
