"""The mutation that undoes an import."""

from db.connect import Connection
from resolvers import arguments as say
from resolvers import ids
from resolvers.context import Context
from resolvers.work import Work
from services.imports.undo import undo_import
from services.mutating import Once, Seed


def customer_import_undo(context: Context, id: say.ImportIdArgument, dry_run: say.DryRun = False) -> Work:
    """Take back what an import did to customers."""
    import_id = ids.import_id(id)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        undo = await undo_import(tx, context.caller, import_id, dry_run=dry_run)
        return {
            "customerImport": str(import_id),
            "reversed": undo.reversed,
            "restored": undo.restored,
            "keptCount": undo.kept_count,
            "kept": undo.kept,
        }

    return Work(run)
