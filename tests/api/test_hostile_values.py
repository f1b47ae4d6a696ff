"""Every place of every argument is given everything that does not belong there."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.arguments import Place, leaves, least_arguments
from tests.api.asking import send
from tests.api.clear import unclear
from tests.api.furnished import Furnished
from tests.api.hostile import hostile_values, put
from tests.api.root_fields import ROOT_FIELDS, RootField
from tests.client import Client


def hostile_requests(root: RootField, least: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the least arguments of a field with one value in them changed."""
    for name, argument in root.definition.args.items():
        for place, type_, lists in leaves(argument.type, Place.of_argument(root, name)):
            for value in hostile_values(type_):
                changed = copy.deepcopy(least)
                put(changed, place.path, lists, value)
                yield changed


@pytest.mark.parametrize("root", ROOT_FIELDS, ids=str)
async def test_any_value_at_any_place_is_answered_clearly(
    root: RootField, client: Client, furnished: Furnished
) -> None:
    """Whatever stands at one place, the client gets what it asked for or learns what is wrong with it."""
    faults = []

    for arguments in hostile_requests(root, least_arguments(root, furnished.ids)):
        response = await send(client, root, arguments)
        faults += [f"{fault}\n    asked with {arguments!r:.500}" for fault in unclear(response)]

    assert not faults, "\n".join(faults)
