"""`import`: a file of customers is imported by this process, or only looked at; its exit code tells how."""

import asyncio
import shutil
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from app.attending import attend, working_pool
from app.commands.chosen_merchant import caller_for, chosen_merchant, take_merchant
from app.commands.command import Call, Command, Ended
from app.commands.import_words import OPTIONS, order_of, take_import_words
from app.file_storage import file_storage
from app.kept_secrets import secret_key
from app.local_file import opened
from app.progress_line import ProgressLine
from db.connect import Connection, Pool
from domain.caller import Caller
from domain.errors import Failure, Failures, ImportNotReady
from domain.ids import ImportId
from domain.jobs import ImportPhase, JobStatus
from domain.locale import Locale
from domain.texts import say, say_issue
from importers.limits import LIMITS
from services.groups.records import group_id_of
from services.imports.cancel import cancel_import
from services.imports.create import create_import
from services.imports.report import ReportWanted, make_report
from services.imports.summary import ImportState, first_issues, import_state
from services.keyed_secrets import KeyedSecrets
from services.mutating import perform
from services.storage import Storage
from services.uploads import store_upload

SOME_REJECTED, FAILED = 1, 2
SHOWN_ISSUES = 20
_WORDS = {ImportPhase.VALIDATED: "Checking", ImportPhase.COMMITTING: "Importing"}


@dataclass(frozen=True, slots=True)
class _Desk:
    """One call of the command, and what it works with."""

    call: Call
    pool: Pool
    storage: Storage
    caller: Caller

    async def hand_in(self) -> ImportId:
        """Take the file in. Errors: FileNotOpened; failures at the options that they are about."""
        words, made = self.call.words, list[ImportId]()
        with _at_options(), opened(words.file, "rb") as file:
            stored = await store_upload(
                self.pool,
                self.storage,
                self.caller.merchant_id,
                _Arriving(file),
                words.file.name,
                limit=LIMITS.file_bytes,
            )

            async def work(tx: Connection) -> dict[str, Any]:
                group_id = await group_id_of(tx, self.caller, words.group) if words.group else None
                order = order_of(words, group_id, auto_commit=not words.dry_run)
                made.append(await create_import(tx, self.caller, stored.id, order))
                return {}

            await perform(self.pool, self.caller, work, _nothing)
        return made[-1]

    async def wait(self, import_id: ImportId, finish: asyncio.Event) -> ImportState:
        """Import, or see it imported, and show how far it is."""
        line, merchant_id = ProgressLine(), self.caller.merchant_id
        try:
            return await attend(
                self.pool,
                self.storage,
                KeyedSecrets(secret_key(self.call.settings)),
                merchant_id,
                import_id,
                partial(import_state, self.pool, merchant_id, import_id),
                lambda state: line.show(_WORDS.get(state.phase, "Reading"), state.done, state.total),
                finish,
            )
        finally:
            line.clear()

    async def cancel(self, import_id: ImportId) -> None:
        """Call the import off, unless it has ended."""

        async def work(tx: Connection) -> dict[str, Any]:
            await cancel_import(tx, self.caller, import_id)
            return {}

        with suppress(ImportNotReady):
            await perform(self.pool, self.caller, work, _nothing)

    async def tell(self, import_id: ImportId, state: ImportState) -> None:
        """Say what came of the rows, and what was found in them first."""
        self.call.say(_counted(state))
        issues, count = await first_issues(self.pool, self.caller.merchant_id, import_id, SHOWN_ISSUES)
        for issue in issues:
            self.call.say(say_issue(issue, self.caller.language))
        if count > len(issues):
            self.call.say(f"… and {count - len(issues):,} more.")
        if state.failure is not None:
            self.call.note(say(state.failure["text"], self.caller.language, **state.failure["facts"]))

    async def report(self, import_id: ImportId, state: ImportState) -> None:
        """Write the rows that can't be taken into a file, if there are any and it was asked for."""
        target: Path | None = self.call.words.report
        if not state.counts["rejected"] or target is None:
            return
        wanted = ReportWanted(self.caller.language)
        made = await make_report(self.pool, self.storage, self.caller.merchant_id, import_id, wanted)
        with made.file as source, opened(target, "wb") as out:
            await asyncio.to_thread(shutil.copyfileobj, source, out)
        self.call.note(f"The rejected rows are in {target}: correct them there and import it.")


async def _import(call: Call) -> None:
    async with working_pool(call.settings) as pool:
        merchant = await chosen_merchant(pool, call.words.merchant)
        desk = _Desk(call, pool, file_storage(call.settings), caller_for(merchant, call.words.language))
        import_id = await desk.hand_in()
        finish = asyncio.Event()
        call.stop.answer_with(finish.set)
        state = await desk.wait(import_id, finish)
        if not state.is_over:  # we were told to finish
            await desk.cancel(import_id)
            state = await import_state(pool, merchant.id, import_id)
        await desk.tell(import_id, state)
        await desk.report(import_id, state)
        if state.status is JobStatus.WAITING_FOR_USER:
            await desk.cancel(import_id)
            call.note("Nothing was changed: this was a dry run.")
        _end(call, state)


def _end(call: Call, state: ImportState) -> None:
    """Raise Ended unless all rows are taken, or would be."""
    if state.status is JobStatus.CANCELED:
        call.note("Canceled: what had been imported stays, and all other rows are skipped.")
    if state.status in {JobStatus.CANCELED, JobStatus.FAILED}:
        raise Ended(FAILED)
    if state.counts["rejected"]:
        raise Ended(SOME_REJECTED)


def _counted(state: ImportState) -> str:
    outcomes = ("created", "updated", "unchanged", "skipped", "rejected")
    told = ", ".join(f"{state.counts[name]:,} {name}" for name in outcomes)
    return f"{state.counts['rows']:,} rows: {told}; {state.counts['warnings']:,} warnings"


class _Arriving:
    """A file as an upload takes it, read in threads."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    async def read(self, size: int, /) -> bytes:
        return await asyncio.to_thread(self._file.read, size)


@contextmanager
def _at_options() -> Iterator[None]:
    """While open, failures name the options of the command line."""
    try:
        yield
    except Failure as failure:
        raise _at_option(failure) from None
    except Failures as several:
        raise Failures(map(_at_option, several.failures)) from None


def _at_option(failure: Failure) -> Failure:
    names = [part for part in failure.field if isinstance(part, str)]
    field = (OPTIONS.get(names[-1], names[-1]),) if names else ()
    return type(failure)(field=field, **failure.facts)


async def _nothing(_tx: Connection, _seed: dict[str, Any]) -> None:
    """Nobody needs an answer."""


def _take_words(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a list of customers: .csv, .xls, .xlsx, .ods"
    )
    take_merchant(parser)
    parser.add_argument("--dry-run", action="store_true", help="show what would come of it; change nothing")
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="where to write the rejected rows, and why"
    )
    languages = [language.value for language in Locale]
    parser.add_argument("--language", choices=languages, help="of messages and report; else the merchant's")
    take_import_words(parser)


IMPORT = Command(
    "import",
    "import a file of customers; exits with 0 when all rows are taken, 1 when some are not, 2 when it failed",
    _import,
    _take_words,
    refused=FAILED,
)
