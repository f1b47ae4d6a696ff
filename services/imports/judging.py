"""Before anything is merged, it is known of every row whom it means and whether it can be taken."""

from dataclasses import asdict, dataclass

import orjson

from db.connect import Connection
from db.imports import issues, staging
from db.imports.duplicates import TAKE_OUT_DUPLICATES
from db.imports.matches import MATCH
from db.imports.named_groups import MOVES, UNKNOWN_GROUPS
from db.imports.required_fields import TAKE_OUT_INCOMPLETE
from domain.group import GroupConflictPolicy
from domain.import_options import ImportOptions
from domain.import_policy import OnMatch, UnknownGroupPolicy
from domain.issues import IssueSeverity
from services.imports.columns import own_fields, places
from services.imports.consent import tell_silent
from services.imports.task import ImportFacts

_LAST_ROW = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a file: all above the first number, up to the second."""

    above: int
    up_to: int


ALL = Rows(0, _LAST_ROW)


async def next_rows(tx: Connection, task: ImportFacts, above: int, size: int) -> Rows | None:
    """Return where the next `size` staged rows above a row are; None when there are none."""
    end = await staging.CHUNK_END.fetch_value(tx, **task.named, above=above, size=size)
    return None if end is None else Rows(above, end)


async def take_out_duplicates(tx: Connection, task: ImportFacts) -> None:
    """Reject the rows of a file that name the same customer as an earlier one, before any are judged.

    Which of the two is right, only the merchant knows.
    """
    await join_by_hash(tx)
    await TAKE_OUT_DUPLICATES.execute(tx, **task.named, **_placed(task), **asdict(ALL))


async def judge_rows(tx: Connection, task: ImportFacts, rows: Rows) -> None:
    """Judge rows that nobody has judged yet, all before them being judged.

    What was found is written down, and who is rejected is marked. A row that means the same customer as an
    earlier one is rejected too.
    """
    await join_by_hash(tx)
    options = task.options
    common = {**task.named, **_placed(task), **asdict(rows)}
    await MATCH.execute(tx, **common, **_match_on(options), on_match=options.on_match)
    await _judge_new(tx, task, common)
    await _judge_groups(tx, task, common)
    await tell_silent(tx, task, common)


async def judge_file_again(tx: Connection, task: ImportFacts) -> None:
    """Judge all staged rows as if nobody had judged them yet, because the customers have changed since."""
    await join_by_hash(tx)
    await staging.FORGET_JUDGEMENT.execute(tx, **task.named)
    await issues.RETRACT_ALL.execute(tx, **task.named, settled=task.settled)
    await take_out_duplicates(tx, task)
    await judge_rows(tx, task, ALL)
    await issues.TALLY.execute(tx, **task.named)


async def judge_again(tx: Connection, task: ImportFacts, rows: Rows) -> None:
    """Judge the rows of a chunk anew, but for those that are rejected, for the same reason."""
    await join_by_hash(tx)
    bounds = asdict(rows)
    await staging.FORGET_MATCHES.execute(tx, **task.named, **bounds)
    await issues.RETRACT.execute(tx, **task.named, **bounds)
    await judge_rows(tx, task, rows)
    await issues.TALLY.execute(tx, **task.named)


def _match_on(options: ImportOptions) -> dict[str, str | None]:
    keys = dict(enumerate(options.match_on, 1))
    return {f"match_on_{place}": keys.get(place) for place in (1, 2, 3)}


async def _judge_new(tx: Connection, task: ImportFacts, common: dict[str, object]) -> None:
    own = await own_fields(tx, task.merchant_id)
    required = [{"id": field.id, "field": field.path} for field in own if field.required]
    if required:
        await TAKE_OUT_INCOMPLETE.execute(tx, **common, required=orjson.dumps(required))


async def _judge_groups(tx: Connection, task: ImportFacts, common: dict[str, object]) -> None:
    options = task.options
    making = options.unknown_groups is UnknownGroupPolicy.CREATE
    if not making:
        severity = _severity(options.unknown_groups is UnknownGroupPolicy.REJECT_ROW)
        await UNKNOWN_GROUPS.execute(tx, **common, severity=severity, on_match=options.on_match)
    # Under the other policies, nobody would move.
    if options.on_match is OnMatch.UPDATE:
        severity = _severity(options.group_conflict is GroupConflictPolicy.FAIL)
        await MOVES.execute(tx, **common, severity=severity, making_groups=making)


async def join_by_hash(tx: Connection) -> None:
    """Keep the planner from comparing each row of a file with every other one, until the transaction ends.

    A file that has just been staged looks like one row to it. What statements look up by key is no join,
    and stays as it is.
    """
    await tx.execute("set local enable_nestloop = off")


async def join_as_usual(tx: Connection) -> None:
    """Leave the choice to the planner again."""
    await tx.execute("set local enable_nestloop to default")


def _severity(rejecting: bool) -> str:
    return (IssueSeverity.ERROR if rejecting else IssueSeverity.WARNING).value


def _placed(task: ImportFacts) -> dict[str, object]:
    return {"places": orjson.dumps(places(task)), "settled": task.settled}
