"""Operations over a WebSocket: each kind, what can go wrong with them, and how many there may be."""

import asyncio
from typing import Any

import pytest

from db.connect import Pool
from domain.access import Role
from services.api_keys import create_api_key, revoke_api_key
from tests.factories import Shop
from tests.streams.conftest import Server
from tests.streams.jobs import Job, make_job
from tests.streams.talk import FOLLOW, talking


def event(status: str, done: int, fraction: float | None, id: str = "1") -> Any:
    """Return the message about a job's state, as FOLLOW asks for it."""
    progress = {"done": done, "fraction": fraction}
    return {
        "type": "next",
        "id": id,
        "payload": {"data": {"jobProgress": {"status": status, "progress": progress}}},
    }


async def test_a_query_is_answered_once(server: Server, key: str) -> None:
    async with talking(server.socket_url) as talk:
        await talk.begin(key)
        await talk.subscribe("query ($n: Int) { viewer { role } customers(first: $n) { totalCount } }", n=1)

        assert await talk.hear() == {
            "type": "next",
            "id": "1",
            "payload": {"data": {"viewer": {"role": "OWNER"}, "customers": {"totalCount": 0}}},
        }
        assert await talk.hear() == {"type": "complete", "id": "1"}


async def test_a_mutation_is_done(server: Server, shop: Shop, key: str) -> None:
    create = 'mutation { customerCreate(input: {firstName: "Ada"}) { customer { displayName } } }'
    async with talking(server.socket_url) as talk:
        await talk.begin(key)
        await talk.subscribe(create)

        payload = (await talk.hear())["payload"]

    assert payload == {"data": {"customerCreate": {"customer": {"displayName": "Ada"}}}}
    assert await shop.value("select count(*) from customer where merchant_id = $1") == 1


async def test_the_schema_can_be_asked_for(server: Server, key: str) -> None:
    """What is not planned goes its own way here, too."""
    async with talking(server.socket_url) as talk:
        await talk.begin(key)
        await talk.subscribe("{ __schema { subscriptionType { name fields { name } } } }")

        data = (await talk.hear())["payload"]["data"]

    names = ["jobProgress", "customerChanged", "paymentRecorded", "paymentRequestChanged"]
    assert data["__schema"]["subscriptionType"] == {
        "name": "Subscription",
        "fields": [{"name": name} for name in names],
    }


async def test_a_job_is_followed_to_its_end(server: Server, key: str, job: Job) -> None:
    """Its present state at once, then each other one, then that there are no more."""
    async with talking(server.socket_url) as talk:
        await talk.begin(key)
        await talk.subscribe(FOLLOW, id=job.id)
        assert await talk.hear() == event("WAITING_FOR_USER", 0, 0)

        await job.stands("PENDING", done=5)
        assert await talk.hear() == event("PENDING", 5, 0.5)
        await job.stands("SUCCEEDED", done=10)

        assert await talk.hear() == event("SUCCEEDED", 10, 1)
        assert await talk.hear() == {"type": "complete", "id": "1"}


async def test_an_ended_operations_id_can_be_used_again(server: Server, key: str, job: Job) -> None:
    """The client ended it: no more is heard of it, and the next one begins anew."""
    async with talking(server.socket_url) as talk:
        await talk.begin(key)
        await talk.subscribe(FOLLOW, id=job.id)
        assert await talk.hear() == event("WAITING_FOR_USER", 0, 0)

        await talk.say({"type": "complete", "id": "1"})
        await talk.say({"type": "complete", "id": "never begun"})
        await job.stands("SUCCEEDED", done=10)
        await talk.subscribe("{ viewer { role } }")

        assert (await talk.hear())["payload"] == {"data": {"viewer": {"role": "OWNER"}}}
        assert await talk.hear() == {"type": "complete", "id": "1"}


async def test_several_operations_share_a_connection(server: Server, key: str, shop: Shop) -> None:
    """Each hears of its own job."""
    first, second = await make_job(shop), await make_job(shop)
    async with talking(server.socket_url) as talk:
        await talk.begin(key)
        await talk.subscribe(FOLLOW, "a", id=first.id)
        assert await talk.hear() == event("WAITING_FOR_USER", 0, 0, "a")
        await talk.subscribe(FOLLOW, "b", id=second.id)
        assert await talk.hear() == event("WAITING_FOR_USER", 0, 0, "b")

        await second.stands("FAILED")

        assert await talk.hear() == event("FAILED", 0, 0, "b")
        assert await talk.hear() == {"type": "complete", "id": "b"}
        await first.stands("CANCELED", done=2)
        assert await talk.hear() == event("CANCELED", 2, 0.2, "a")


INVALID: list[tuple[str, str]] = [
    ("", "GRAPHQL_PARSE_FAILED"),
    ("{", "GRAPHQL_PARSE_FAILED"),
    ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
    ("query ($n: Int!) { customers(first: $n) { totalCount } }", "BAD_USER_INPUT"),
    ("query A { viewer { role } } query B { viewer { role } }", "OPERATION_RESOLUTION_FAILURE"),
    ('subscription { jobProgress(id: "x") { id } __typename }', "GRAPHQL_VALIDATION_FAILED"),
    (
        'subscription { a: jobProgress(id: "x") { id } b: jobProgress(id: "x") { id } }',
        "GRAPHQL_VALIDATION_FAILED",
    ),
    ('subscription { jobProgress(id: "x") @skip(if: true) { id } }', "GRAPHQL_VALIDATION_FAILED"),
    ("subscription { jobProgress { id } }", "GRAPHQL_VALIDATION_FAILED"),
]


@pytest.mark.parametrize(("query", "code"), INVALID)
async def test_what_is_no_valid_operation_is_an_error_of_its_own(
    server: Server, key: str, query: str, code: str
) -> None:
    """The connection lives on, and the id is free."""
    async with talking(server.socket_url) as talk:
        await talk.begin(key)
        await talk.subscribe(query)

        told = await talk.hear()
        await talk.subscribe("{ __typename }")

        assert (told["type"], told["id"]) == ("error", "1")
        assert {error["extensions"]["code"] for error in told["payload"]} == {code}
        assert (await talk.hear())["payload"] == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize("id", ["imp_00000000-0000-7000-8000-000000000000", "nothing", "", "x" * 200_000])
async def test_an_unknown_job_is_an_error(server: Server, key: str, id: str) -> None:
    """In the language that the client asked for; silence would look like a job that takes long."""
    async with talking(server.socket_url) as talk:
        await talk.begin(key, **{"Accept-Language": "en"})
        await talk.subscribe(FOLLOW, id=id)

        assert await talk.hear() == {
            "type": "error",
            "id": "1",
            "payload": [
                {
                    "message": "This job does not exist.",
                    "path": ["jobProgress"],
                    "extensions": {"code": "NOT_FOUND", "reason": "job_not_found"},
                }
            ],
        }


async def test_a_foreign_job_is_as_unknown(server: Server, key: str, other_shop: Shop) -> None:
    """The sentence is in the merchant's language when the client names none."""
    foreign = await make_job(other_shop)
    async with talking(server.socket_url) as talk:
        await talk.begin(key)
        await talk.subscribe(FOLLOW, id=foreign.id)

        (error,) = (await talk.hear())["payload"]

    assert error["message"] == "Diesen Auftrag gibt es nicht."
    assert error["extensions"]["code"] == "NOT_FOUND"


async def test_what_is_wrong_within_an_event_ends_the_subscription(
    server: Server, key: str, job: Job
) -> None:
    """It would be wrong in each event."""
    query = (
        "subscription ($id: ID!) {"
        " jobProgress(id: $id) { ... on CustomerImport { issues(first: -1) { totalCount } } } }"
    )
    async with talking(server.socket_url) as talk:
        await talk.begin(key)
        await talk.subscribe(query, id=job.id)

        told = await talk.hear()

    assert told["type"] == "error"
    assert [error["extensions"]["code"] for error in told["payload"]] == ["BAD_USER_INPUT"]


async def test_one_operation_too_many_is_refused_alone(server: Server, key: str, job: Job) -> None:
    """The others go on; when one has ended there is room."""
    async with talking(server.socket_url) as talk:
        await talk.begin(key, **{"Accept-Language": "en"})
        for number in range(20):
            await talk.subscribe(FOLLOW, str(number), id=job.id)
            assert (await talk.hear())["type"] == "next"

        await talk.subscribe(FOLLOW, "one more", id=job.id)
        refused = await talk.hear()
        await talk.say({"type": "complete", "id": "7"})
        await talk.subscribe(FOLLOW, "one more", id=job.id)

        assert refused["type"] == "error"
        assert refused["payload"][0]["extensions"] == {"code": "TOO_MANY_OPERATIONS"}
        assert refused["payload"][0]["message"].startswith("At most 20 operations")
        assert await talk.hear() == event("WAITING_FOR_USER", 0, 0, "one more")
        assert server.app.state.following.size == 1


@pytest.mark.parametrize("status", ["RUNNING", "WAITING_FOR_USER"])
async def test_a_revoked_key_ends_what_it_follows(
    server: Server, pool: Pool, shop: Shop, job: Job, status: str
) -> None:
    """Within five seconds, and with an error; it begins nothing new either."""
    made = await create_api_key(pool, shop.caller.merchant_id, Role.VIEWER, "Tablet")
    await job.stands(status, done=1)
    async with talking(server.socket_url) as talk:
        await talk.begin(made.secret)
        await talk.subscribe(FOLLOW, id=job.id)
        assert await talk.hear() == event(status, 1, 0.1)

        await revoke_api_key(pool, shop.caller.merchant_id, made.id)
        async with asyncio.timeout(6):
            while (told := await talk.hear())["type"] == "next":
                pass
        await talk.subscribe("{ viewer { role } }")

        for message in (told, await talk.hear()):
            assert message["type"] == "error"
            assert message["payload"][0]["extensions"] == {"code": "UNAUTHENTICATED"}
