"""Mutations of imports that have a plan, or are to get another one."""

from typing import Annotated

import strawberry

from db.connect import Connection
from resolvers import arguments as say
from resolvers import ids
from resolvers.context import Context
from resolvers.import_input import given_dialect, given_mapping, given_options
from resolvers.user_errors import user_errors
from resolvers.work import Work
from schema.inputs.import_input import ColumnMappingInput, DialectInput, ImportOptionsInput
from services.imports.cancel import cancel_import
from services.imports.commit import commit_import
from services.imports.configure import Reconsidered, configure_import
from services.mutating import Once, Seed

Columns = Annotated[
    list[ColumnMappingInput] | None,
    strawberry.argument(
        description="What columns mean, in place of what was said before; null: what their headers say."
    ),
]
Dialect = Annotated[
    DialectInput | None,
    strawberry.argument(
        description="How the file is written: what is left out stays, null is found out again."
    ),
]
Options = Annotated[
    ImportOptionsInput | None,
    strawberry.argument(
        description="What is decided: what is left out stays, null goes back to its default."
    ),
]
PlanDigest = Annotated[
    str, strawberry.argument(description="The digest of the plan that is to be carried out.")
]


def customer_import_configure(
    context: Context,
    id: say.ImportIdArgument,
    mapping: Columns = strawberry.UNSET,
    dialect: Dialect = strawberry.UNSET,
    options: Options = strawberry.UNSET,
) -> Work:
    """Have the file read in another way, and its plan made anew."""
    anew = Reconsidered(
        options={} if options is strawberry.UNSET else given_options(options),
        dialect={} if dialect is strawberry.UNSET else given_dialect(dialect),
        mapping=None if mapping is strawberry.UNSET else given_mapping(mapping),
    )

    async def run(tx: Connection, _once: Once | None) -> Seed:
        return {"customerImport": str(await configure_import(tx, context.caller, ids.import_id(id), anew))}

    return Work(run)


def customer_import_commit(context: Context, id: say.ImportIdArgument, plan_digest: PlanDigest) -> Work:
    """Have a plan carried out; when it holds no longer, answer the import with its new one."""

    async def run(tx: Connection, _once: Once | None) -> Seed:
        import_id = ids.import_id(id)
        changed = await commit_import(tx, context.caller, import_id, plan_digest)
        errors = user_errors(changed, context.caller.language) if changed else []
        return {"customerImport": str(import_id), "userErrors": errors}

    return Work(run)


def customer_import_cancel(context: Context, id: say.ImportIdArgument) -> Work:
    """Call an import off."""

    async def run(tx: Connection, _once: Once | None) -> Seed:
        return {"customerImport": str(await cancel_import(tx, context.caller, ids.import_id(id)))}

    return Work(run)
