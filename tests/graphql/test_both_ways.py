"""The planner is right: random operations are answered as an ordinary executor would."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from app.graphql.schema import KontorSchema
from tests.client import Client
from tests.graphql.dataset.two_merchants import SeededMerchant
from tests.graphql.operations.documents import filtered_lists, operations
from tests.graphql.operations.vocabulary import Vocabulary
from tests.graphql.oracle.answers import Oracle
from tests.graphql.oracle.comparing import told, unexpected_errors

Wait = Callable[[Coroutine[Any, Any, Any]], Any]

CORE = KontorSchema().core
FOREIGN = (
    "customer",
    "customer_group",
    "payment",
    "payment_request",
    "custom_field_definition",
    "customer_import",
    "customer_export",
    "payment_request_batch",
    "message_template",
    "webhook_endpoint",
    "webhook_subscription",
    "webhook_message",
)
_SORTS = {
    "customers": (
        "NAME CREATED_AT UPDATED_AT LAST_PAYMENT_AT TOTAL_PAID GROUP RELEVANCE",
        'query: "a", ',
    ),
    "payments": ("PAID_AT CREATED_AT AMOUNT STATUS", ""),
}

_NESTED = (
    "customers { nodes { timeline { edges { cursor } } } }",
    "customerImports { nodes { issues { edges { cursor } } rows { edges { cursor } } } }",
    "paymentRequestBatches { nodes { requests { edges { cursor } } } }",
    "webhookSubscriptions { messages { edges { cursor } } }",
)


@pytest.fixture(scope="module")
async def vocabulary(asker: Client, merchant: SeededMerchant, stranger: SeededMerchant) -> Vocabulary:
    """What `merchant` may ask with: its own values, the stranger's ids, and cursors of earlier answers."""
    return Vocabulary(merchant, stranger, await _cursors(asker))


async def _cursors(asker: Client) -> list[str]:
    lists = [
        f"{listed}(sortBy: {{field: {field}, direction: {direction}}})"
        for listed, (fields, _query) in _SORTS.items()
        for field in fields.split()
        for direction in ("ASC", "DESC")
    ]
    lists += ['customers(query: "a")', "customerGroups", "customerImports", "customerExports"]
    lists += ["paymentRequests", "paymentRequestBatches"]
    found = [
        edge["cursor"]
        for one in lists
        for edge in (await asker.data(f"{{ all: {one} {{ edges {{ cursor }} }} }}"))["all"]["edges"]
    ]
    for one in _NESTED:
        found += _cursors_in(await asker.data(f"{{ {one} }}"))
    return found


def _cursors_in(data: Any) -> list[str]:
    match data:
        case {"cursor": str(cursor)}:
            return [cursor]
        case dict():
            return [cursor for one in data.values() for cursor in _cursors_in(one)]
        case list():
            return [cursor for one in data for cursor in _cursors_in(one)]
    return []


class Bench:
    """What the test below needs. No dataclass: a failing example would be reported with all of its data."""

    def __init__(
        self, asker: Client, stranger: SeededMerchant, oracle: Oracle, vocabulary: Vocabulary, wait: Wait
    ) -> None:
        self.vocabulary = vocabulary
        self.expected = oracle.answer
        self._asker = asker
        self._stranger = stranger
        self._wait = wait

    def ask(self, text: str, variables: dict[str, Any]) -> dict[str, Any]:
        """Return the body of the API's answer."""
        body: dict[str, Any] = self._wait(self._asker.ask(text, variables))
        if any(error["extensions"]["code"] == "OPERATION_TOO_LARGE" for error in body.get("errors", [])):
            reject()  # what is drawn may be more than anybody may ask for
        return body

    def foreign_ids(self, data: Any) -> list[str]:
        """Return the ids of the stranger's customers, groups and payments in some data."""
        ids = (str(id_) for table in FOREIGN for id_ in self._stranger.ids(table))
        return [id_ for id_ in ids if id_ in str(data)]


@pytest.fixture
def bench(
    asker: Client, stranger: SeededMerchant, oracle: Oracle, vocabulary: Vocabulary, wait: Wait
) -> Bench:
    """The API, the oracle and a vocabulary for both."""
    return Bench(asker, stranger, oracle, vocabulary, wait)


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_a_plan_answers_as_the_ordinary_executor_would(data: st.DataObject, bench: Bench) -> None:
    """Data, refusals and order of members are the same, planned and not, and nothing is a stranger's."""
    operation = data.draw(operations(CORE, bench.vocabulary))
    expected = bench.expected(operation.text, operation.variables)

    planned = bench.ask(operation.text, operation.variables)
    ordinary = bench.ask(operation.with_introspection, operation.variables)

    assert unexpected_errors(expected, planned) == []
    assert told(planned["data"]) == told(expected.data)
    assert unexpected_errors(expected, ordinary) == []
    if ordinary["data"] is not None:
        assert ordinary["data"].pop("schema_") == {"queryType": {"name": "Query"}}
    assert told(ordinary["data"]) == told(expected.data)
    assert bench.foreign_ids(planned["data"]) == []


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_a_plan_is_right_for_other_values_too(data: st.DataObject, bench: Bench) -> None:
    """An operation that is known is planned anew where its variables ask for it, and not led astray else."""
    operation = data.draw(operations(CORE, bench.vocabulary).filter(lambda drawn: drawn.later))
    bench.ask(operation.text, operation.variables)
    expected = bench.expected(operation.text, operation.later)

    answered = bench.ask(operation.text, operation.later)

    assert unexpected_errors(expected, answered) == []
    assert told(answered["data"]) == told(expected.data)


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_filters_leave_the_same_rows(data: st.DataObject, bench: Bench) -> None:
    """Each filter and search, alone and within AND, OR and NOT, in each order."""
    operation = data.draw(filtered_lists(CORE, bench.vocabulary))
    expected = bench.expected(operation.text, operation.variables)

    answered = bench.ask(operation.text, operation.variables)

    assert unexpected_errors(expected, answered) == []
    assert told(answered["data"]) == told(expected.data)
