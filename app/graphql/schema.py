"""The schema: Strawberry's types and our root fields, prepared for answers that come as JSON."""

from typing import Any, cast

import strawberry
from graphql import (
    DirectiveLocation,
    GraphQLDirective,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
)
from strawberry.schema.config import StrawberryConfig
from strawberry.types.field import StrawberryField

from app.graphql.arguments import Arguments
from resolvers.fields import KIND, Computes, Does, Follows, Reads
from resolvers.root import Mutation, Query
from resolvers.root_followed import Subscription
from resolvers.selection import TYPE_KEY
from schema.scalars import SCALARS

# Where a root field keeps the converter of its arguments, once one was made.
_ARGUMENTS = "kontor-arguments"

RootKind = Reads | Follows | Does | Computes


class KontorSchema(strawberry.Schema):
    """Strawberry's schema whose fields read what the planner has answered, by response key."""

    def __init__(self) -> None:
        super().__init__(Query, Mutation, Subscription, config=StrawberryConfig(scalar_map=SCALARS))
        self.core.directives = tuple(map(_as_long_known, self.core.directives))
        for type_ in self.core.type_map.values():
            if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__"):
                _read_answers(type_)
            elif isinstance(type_, GraphQLInterfaceType):
                type_.resolve_type = _told_type

    @property
    def core(self) -> GraphQLSchema:
        """graphql-core's schema beneath Strawberry's."""
        return self._schema

    def kind(self, field: GraphQLField) -> RootKind:
        """Return what a root field is."""
        kind = _definition(field).metadata[KIND]
        assert isinstance(kind, RootKind)
        return kind

    def converted(self, field: GraphQLField, coerced: dict[str, Any]) -> dict[str, Any]:
        """Return coerced arguments of a root field as its resolver takes them."""
        arguments = field.extensions.get(_ARGUMENTS)
        if arguments is None:
            arguments = field.extensions[_ARGUMENTS] = Arguments(_definition(field).arguments)
        return cast("Arguments", arguments).converted(coerced)


def _as_long_known(directive: GraphQLDirective) -> GraphQLDirective:
    """Return a directive without the place that graphql-js 16 knows no word for.

    Programs of that version, code generators among them, ask for our schema, print it, and can't read that.
    """
    known = [at for at in directive.locations if at is not DirectiveLocation.DIRECTIVE_DEFINITION]
    told: dict[str, Any] = {**directive.to_kwargs(), "locations": known}
    return GraphQLDirective(**told)


def _definition(field: GraphQLField) -> StrawberryField:
    definition = field.extensions["strawberry-definition"]
    assert isinstance(definition, StrawberryField)
    return definition


def _read_answers(type_: GraphQLObjectType) -> None:
    type_.is_type_of = None
    for field in type_.fields.values():
        field.resolve = _by_response_key


def _by_response_key(answered: Any, info: GraphQLResolveInfo[Any], **_arguments: Any) -> Any:
    """Return what the planner has put under this key; arguments are in the plan already."""
    return answered[info.path.key]


def _told_type(answered: Any, _info: Any, _type: Any) -> str:
    return str(answered[TYPE_KEY])
