"""A selector as the planner reads it: the schema's names, and only what was given."""

from collections.abc import Sequence
from typing import Any

import strawberry
from strawberry.types import get_object_definition
from strawberry.utils.str_converters import to_camel_case

from db.plan.build import ArgumentRefused
from db.plan.choose import chosen_customers
from db.plan.chosen import Chosen
from domain.caller import Caller
from resolvers.ids import customer_ids
from schema.inputs.customer_where import CustomerSelector


def selected(selector: CustomerSelector, caller: Caller) -> Chosen | Sequence[Any]:
    """Return the customers that are meant: their ids, where only ids were given, else a query.

    Errors, at select: Required when nothing is selected; CustomerNotFound at ids and the index for what
            is no customer's id; whatever is wrong with a filter.
    """
    members = members_of(selector)
    if set(members) == {"ids"} and members["ids"] is not None:
        return customer_ids(members["ids"], ("select", "ids"))
    try:
        return chosen_customers(members, caller)
    except ArgumentRefused as refused:
        raise refused.failure.at("select") from None


def members_of(given: Any) -> Any:
    """Return an input object as GraphQL coerced it, before Strawberry made it an object of Python."""
    definition = get_object_definition(given)
    if definition is not None:
        return {
            field.graphql_name or to_camel_case(field.python_name): members_of(value)
            for field in definition.fields
            if (value := getattr(given, field.python_name)) is not strawberry.UNSET
        }
    return [members_of(item) for item in given] if isinstance(given, list) else given
