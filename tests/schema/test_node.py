"""A value behind an interface says which type it is."""

from typing import Any

import strawberry
from strawberry.schema.config import StrawberryConfig

from schema.enums.user_error import UserErrorCode
from schema.group import CustomerGroup
from schema.merchant import Merchant
from schema.node import Node
from schema.scalars import SCALARS
from schema.user_errors import CustomerUserError, InputUserError, UserError

GROUP = {"__typename": "CustomerGroup", "id": "grp_1", "name": "Stammkunden"}


@strawberry.type
class Query:
    node: Node
    group: CustomerGroup
    errors: list[UserError]


def schema() -> strawberry.Schema:
    """Return a fresh schema: fields keep the default resolver of whichever schema was made last."""
    return strawberry.Schema(
        Query,
        types=[Merchant, CustomerUserError, InputUserError],
        # Rows come as JSON by the field's name, user errors as objects.
        config=StrawberryConfig(
            scalar_map=SCALARS,
            default_resolver=lambda source, name: (
                source[name] if isinstance(source, dict) else getattr(source, name)
            ),
        ),
    )


def ask(document: str, **root: object) -> Any:
    return schema().execute_sync(document, root_value=root)


def test_json_names_its_type() -> None:
    """A fragment on another type says nothing; the one on its own type does."""
    answer = ask(
        "{ node { __typename id ... on CustomerGroup { name } ... on Merchant { timeZone } } }", node=GROUP
    )

    assert answer.errors is None
    assert answer.data == {"node": {"__typename": "CustomerGroup", "id": "grp_1", "name": "Stammkunden"}}


def test_json_need_not_repeat_the_one_type_there_is() -> None:
    """Where the schema names the type, a value without `__typename` is taken."""
    answer = ask("{ group { name } }", group={"name": "Stammkunden"})

    assert answer.errors is None
    assert answer.data == {"group": {"name": "Stammkunden"}}


def test_a_value_of_another_type_is_no_answer() -> None:
    """A group in the place of which a merchant arrives is an error, not a merchant."""
    answer = ask("{ group { id } }", group={"__typename": "Merchant", "id": "mer_1"})

    assert answer.data is None
    assert len(answer.errors) == 1


def test_json_without_a_type_is_no_node() -> None:
    """Nothing is guessed behind an interface."""
    answer = ask("{ node { id } }", node={"id": "grp_1"})

    assert answer.data is None
    assert len(answer.errors) == 1


def test_objects_are_known_by_their_class() -> None:
    """User errors that Python made and those that came as JSON stand side by side."""
    made = InputUserError(field=["name"], message="Fehlt.", code=UserErrorCode.REQUIRED)
    read = {"__typename": "CustomerUserError", "field": None, "message": "Vergeben.", "code": "TAKEN"}

    answer = ask("{ errors { __typename field message code } }", errors=[made, read])

    assert answer.errors is None
    assert answer.data["errors"] == [
        {"__typename": "InputUserError", "field": ["name"], "message": "Fehlt.", "code": "REQUIRED"},
        {"__typename": "CustomerUserError", "field": None, "message": "Vergeben.", "code": "TAKEN"},
    ]
