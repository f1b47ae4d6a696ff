"""`export`: customers are written into a file, which is then where it was asked for, whole or not at all."""

import asyncio
import sys
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from app.attending import attend, working_pool
from app.commands.chosen_merchant import caller_for, chosen_merchant, take_merchant
from app.commands.command import Call, Command, Ended
from app.file_storage import file_storage
from app.kept_secrets import secret_key
from app.local_file import opened
from app.progress_line import ProgressLine
from db.connect import Connection, Pool
from domain.caller import Caller
from domain.export import ExportScope
from domain.file_format import FileFormat
from domain.ids import ExportId, Kind, encode
from domain.locale import Locale
from domain.texts import say
from services.exports.create import ExportDraft, create_export
from services.exports.state import ExportState, export_state
from services.groups.records import group_id_of
from services.keyed_secrets import KeyedSecrets
from services.mutating import perform
from services.storage import Storage

FAILED = 2
_FORMATS = {"csv": FileFormat.CSV, "xls": FileFormat.XLS, "xlsx": FileFormat.XLSX}


async def _export(call: Call) -> None:
    async with working_pool(call.settings) as pool:
        merchant = await chosen_merchant(pool, call.words.merchant)
        caller, storage = caller_for(merchant, call.words.language), file_storage(call.settings)
        export_id = await _created(call, pool, caller)
        finish = asyncio.Event()
        call.stop.answer_with(finish.set)
        state = await _waited(call, pool, storage, caller, export_id, finish)
        if state.failure is not None:
            call.note(say(state.failure["text"], caller.language, **state.failure["facts"]))
            raise Ended(FAILED)
        if state.storage_key is None:
            call.note("Postponed: a worker finishes the export. Nothing was written here.")
            raise Ended(FAILED)
        await _fetch(call, storage, state.storage_key)
        call.note(f"{state.done:,} customers are in {_place(call)}.")


async def _created(call: Call, pool: Pool, caller: Caller) -> ExportId:
    """Ask for the export. Errors: GroupNotFound at group."""
    words, made = call.words, list[ExportId]()

    async def work(tx: Connection) -> dict[str, Any]:
        where = None
        if words.group is not None:
            group_id = await group_id_of(tx, caller, words.group)
            where = {"groupIds": {"any": [encode(Kind.GROUP, group_id)]}}
        scope = ExportScope.ALL if where is None else ExportScope.FILTER
        draft = ExportDraft(scope, _FORMATS[_format(call)], where, locale=words.language)
        made.append(await create_export(tx, caller, draft))
        return {}

    async def nothing(_tx: Connection, _seed: dict[str, Any]) -> None:
        """Nobody needs an answer."""

    await perform(pool, caller, work, nothing)
    return made[-1]


async def _waited(
    call: Call, pool: Pool, storage: Storage, caller: Caller, export_id: ExportId, finish: asyncio.Event
) -> ExportState:
    line = ProgressLine()
    look = partial(export_state, pool, caller.merchant_id, export_id)
    try:
        return await attend(
            pool,
            storage,
            KeyedSecrets(secret_key(call.settings)),
            caller.merchant_id,
            export_id,
            look,
            lambda state: line.show("Exporting", state.done, state.total),
            finish,
        )
    finally:
        line.clear()


async def _fetch(call: Call, storage: Storage, key: str) -> None:
    """Put the file where it belongs; until it is whole, it has another name."""
    target: Path | None = call.words.output
    if target is None or str(target) == "-":
        await _copy(storage, key, sys.stdout.buffer)
        return
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with opened(unfinished, "wb") as out:
            await _copy(storage, key, out)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


async def _copy(storage: Storage, key: str, out: BinaryIO) -> None:
    async for piece in storage.read(key):
        await asyncio.to_thread(out.write, piece)
    out.flush()


def _format(call: Call) -> str:
    """Return the format that was asked for, else that of the file's name, else CSV."""
    if call.words.format is not None:
        return str(call.words.format)
    target: Path | None = call.words.output
    ending = target.suffix.removeprefix(".").lower() if target else ""
    return ending if ending in _FORMATS else "csv"


def _place(call: Call) -> str:
    target = call.words.output
    return "the output" if target is None or str(target) == "-" else str(target)


def _take_words(parser: ArgumentParser) -> None:
    take_merchant(parser)
    parser.add_argument("--format", choices=_FORMATS, help="else that of the file's name, else csv")
    languages = [language.value for language in Locale]
    parser.add_argument("--language", choices=languages, help="of the headers; else the merchant's")
    parser.add_argument("--group", help="only the customers in the group of this name")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where to write it; - for the output"
    )


EXPORT = Command("export", "write customers into a file", _export, _take_words, refused=FAILED)
