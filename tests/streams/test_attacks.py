"""What is refused over HTTP is so over sockets and events: too much at once, and ids that are none."""

from typing import Any

import pytest

from domain.ids import Kind, encode
from tests.api.arguments import places, with_value
from tests.api.clear import LONGEST_MESSAGE
from tests.api.furnished import unknown_ids
from tests.api.hostile import hostile_values
from tests.api.root_fields import SUBSCRIPTIONS, RootField
from tests.factories import Shop
from tests.streams.conftest import Server
from tests.streams.jobs import Job
from tests.streams.talk import Talk, talking
from tests.streams.test_event_stream import everything

# As in tests/api/test_attacks.py, and what follows beneath a subscription.
TOO_MUCH = {
    "aliases": "{ " + " ".join(f"alias{number}: __typename" for number in range(101)) + " }",
    "directives": "{ __typename " + "@aa" * 10 + " }",
    "fields": "{ viewer { " + "role " * 500 + "} }",
    "bytes": "{ viewer { role } }" + " " * 17_000,
    "fields of a subscription": "subscription { paymentRecorded { " + "id " * 500 + "} }",
    "aliases in a subscription": "subscription { paymentRecorded { "
    + " ".join(f"alias{number}: id" for number in range(101))
    + " } }",
    "depth": "subscription { customerChanged { group { customers { nodes { "
    + "group { customers { nodes { " * 5
    + "id"
    + " } } }" * 5
    + " } } } } }",
}
REFUSED = {"OPERATION_TOO_LARGE"}
NOT_RUN = {"GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT", "NOT_FOUND"}


def codes(errors: list[dict[str, Any]]) -> set[str]:
    return {error["extensions"]["code"] for error in errors}


@pytest.mark.parametrize("query", TOO_MUCH.values(), ids=TOO_MUCH)
async def test_what_is_too_much_is_refused(server: Server, key: str, query: str) -> None:
    async with talking(server.socket_url) as talk:
        await talk.begin(key)
        await talk.subscribe(query)
        by_socket = await talk.hear()
    (by_events,) = await everything(server, key, query)

    assert (by_socket["type"], codes(by_socket["payload"])) == ("error", REFUSED)
    assert codes(by_events["errors"]) == REFUSED


async def test_an_import_that_has_ended_is_told_once_to_who_comes_late(
    server: Server, key: str, job: Job
) -> None:
    """And then that there is no more, to the second one as to the first."""
    await job.stands("SUCCEEDED", done=10)
    query = "subscription ($id: ID!) { jobProgress(id: $id) { status } }"

    async with talking(server.socket_url) as talk:
        await talk.begin(key)
        for operation in ("1", "2"):
            await talk.subscribe(query, operation, id=job.id)
            told, end = await talk.hear(), await talk.hear()

            assert told["payload"] == {"data": {"jobProgress": {"status": "SUCCEEDED"}}}
            assert end == {"type": "complete", "id": operation}


async def _first_of(talk: Talk, operation: str, root: RootField, arguments: dict[str, Any]) -> Any:
    await talk.subscribe(root.document(arguments), operation, **arguments)
    return await talk.hear()


WITH_ARGUMENTS = [root for root in SUBSCRIPTIONS if root.definition.args]


@pytest.mark.parametrize("root", WITH_ARGUMENTS, ids=str)
async def test_any_value_that_names_nothing_is_answered_clearly(
    server: Server, key: str, shop: Shop, root: RootField
) -> None:
    """Silence would look like something that takes long; and a long value does not come back whole."""
    faults = []
    (place,) = places(root)
    values = [value for value in hostile_values(place.type) if value is not None]
    values += [encode(Kind.CUSTOMER, await shop.customer("Ada")), *unknown_ids().values()]

    async with talking(server.socket_url) as talk:
        await talk.begin(key)
        for number, value in enumerate(values):
            told = await _first_of(talk, str(number), root, with_value({}, place, value, {}))
            if told["type"] != "error" or not codes(told["payload"]) <= NOT_RUN or _says_much(told):
                faults.append((repr(value)[:80], told))

    assert faults == []


def _says_much(told: dict[str, Any]) -> bool:
    return any(len(error["message"]) > LONGEST_MESSAGE for error in told["payload"])


def test_each_subscription_with_arguments_has_one() -> None:
    """So that the test above leaves none out."""
    assert {root.name: [place.around for place in places(root)] for root in WITH_ARGUMENTS} == {
        "jobProgress": [("jobProgress", "id")],
        "customerChanged": [("customerChanged", "groupId")],
        "paymentRequestChanged": [("paymentRequestChanged", "batchId")],
    }
