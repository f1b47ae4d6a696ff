"""A selection becomes a plan: one statement as text, compiled once, and where its arguments come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Text, cast, func, select

from db.dialect import DIALECT
from db.plan.build import ArgumentRefused, Build, Catalog, Computed, Fact, Node, Parameter, as_given
from db.plan.json import text_literal, written
from db.plan.selection import Field, resolve
from domain.caller import Caller
from domain.errors import Failure


@dataclass(frozen=True, slots=True)
class Plan:
    """One SQL statement that yields the JSON of one root field, for any values of its slots.

    `checked` are values that the statement does not need, as a page's size is not when only its
    `totalCount` is selected; they must be usable all the same. `name` is what operators are told of it.
    """

    sql: str
    parameters: tuple[Parameter | Fact, ...]
    checked: tuple[Parameter | Fact, ...]
    computed: tuple[Computed, ...]
    name: str = "plan"

    def arguments(
        self, caller: Caller, variables: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Sequence[Any]:
        """Return the statement's arguments in order.

        Errors: ArgumentRefused for the first value that cannot be used, e.g. a cursor of another list.
        """
        for parameter in self.checked:
            _argument(parameter, caller, variables, facts)
        return [_argument(parameter, caller, variables, facts) for parameter in self.parameters]


def compile_plan(catalog: Catalog, node: Node, field: Field) -> Plan:
    """Return the plan of a root field, whose node says what it represents.

    Errors: ArgumentRefused when arguments contradict each other.
    """
    build = Build(catalog)
    answer = cast(written(build.value(node, None, field)), Text)
    # As bytes, so that asyncpg hands on what Postgres sent.
    statement = select(func.convert_to(answer, text_literal("UTF8")).label("answer"))
    return compiled_plan(build, statement, f"plan.{field.name}")


def compiled_plan(build: Build, statement: Select[*tuple[Any, ...]], name: str = "plan") -> Plan:
    """Return a statement that was built here as text, with the origin of its arguments."""
    compiled = statement.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})
    names: Sequence[str] = compiled.positiontup or ()
    constants = compiled.params
    parameters = tuple(
        build.parameters.get(name) or Parameter(constants.get(name), as_given, None) for name in names
    )
    checked = tuple(parameter for name, parameter in build.parameters.items() if name not in names)
    return Plan(str(compiled), parameters, checked, tuple(build.computed), name)


def _argument(
    parameter: Parameter | Fact, caller: Caller, variables: Mapping[str, Any], facts: Mapping[str, Any]
) -> Any:
    match parameter:
        case Fact(name=name):
            return facts[name]
        case Parameter(value=value, convert=convert, field=field):
            try:
                return convert(resolve(value, variables), caller)
            except Failure as failure:
                raise ArgumentRefused(failure, field) from failure
