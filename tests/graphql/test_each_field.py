"""Each field of the schema says what the rows do: all of them, on the whole data set."""

import pytest

from app.graphql.schema import KontorSchema
from tests.client import Client
from tests.graphql.operations.every_field import every_field
from tests.graphql.oracle.answers import Oracle
from tests.graphql.oracle.comparing import told

OPERATIONS = every_field(KontorSchema().core)


@pytest.mark.parametrize("type_name", sorted(OPERATIONS))
async def test_all_of_a_type_is_as_an_ordinary_executor_has_it(
    type_name: str, asker: Client, oracle: Oracle
) -> None:
    """What is drawn at random comes seldom far; here nothing is left out."""
    text = OPERATIONS[type_name]
    expected = oracle.answer(text, {})

    answered = await asker.data(text)

    assert expected.refused == {}
    assert told(answered) == told(expected.data)
