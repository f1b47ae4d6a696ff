"""A plan says what an import would do, and has a digest: whoever approves it knows what comes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any

import orjson

from db.connect import Connection, Record
from db.imports import plan, records
from db.imports.moved_on import BASE, TOUCHED
from domain.import_outcome import RowOutcome
from domain.import_policy import OnMatch, UnknownGroupPolicy
from services.imports.columns import cleared, own_fields
from services.imports.given import dialect_as_json, mapping_as_json
from services.imports.judging import ALL, Rows, join_by_hash, next_rows
from services.imports.task import ImportFacts

# What is compared at once, so that a million rows need no million customers in memory.
_COMPARED_ROWS = 50_000

# As it is kept: digest, counts, groups_to_create, custom_fields_to_create, group_moves, not_ready_after and
# base.
Plan = Mapping[str, Any]
# How many customers and groups there are, and a fingerprint of the custom fields.
Base = Mapping[str, Any]


async def make_plan(tx: Connection, facts: ImportFacts) -> Plan:
    """Return the plan of an import whose rows are judged, and mark each row with what it would come to."""
    base = await present_base(tx, facts)
    blocked: Counter[str] = Counter()
    above = 0
    while rows := await next_rows(tx, facts, above, _COMPARED_ROWS):
        blocked += await compare(tx, facts, rows)
        above = rows.up_to
    return await finish_plan(tx, facts, base, blocked)


async def finish_plan(tx: Connection, facts: ImportFacts, base: Base, blocked: Counter[str]) -> Plan:
    """Return the plan of an import whose rows are compared; `base` is what was there before, `blocked` what
    came of comparing.
    """
    await join_by_hash(tx)
    totals = await plan.TOTALS.fetch_row(tx, **facts.named)
    assert totals is not None
    names, groups = await _new_groups(tx, facts)
    counts = await _counts(tx, facts, totals)
    told = {
        "counts": counts,
        "group_moves": totals["moves"],
        "not_ready_after": [
            {"blocker": blocker, "count": count} for blocker, count in sorted(blocked.items())
        ],
    }
    digest = _digest(facts, {**told, "groups": groups, "rows": totals["fingerprint"]})
    made = {"groups_to_create": names, "custom_fields_to_create": [one["label"] for one in facts.new_fields]}
    return {"digest": digest, **told, **made, "base": base}


async def has_moved_on(tx: Connection, facts: ImportFacts) -> bool:
    """Tell whether what the plan was made from may have changed since."""
    if facts.plan is None or facts.planned_at is None:
        return True
    if await present_base(tx, facts) != facts.plan["base"]:
        return True
    touched: bool = await TOUCHED.fetch_value(tx, merchant=facts.merchant_id, since=facts.planned_at)
    return touched


async def has_other_fields(tx: Connection, facts: ImportFacts) -> bool:
    """Tell whether the custom fields are others than when the file was read."""
    base = await present_base(tx, facts)
    assert facts.plan is not None
    different: bool = base["fields"] != facts.plan["base"]["fields"]
    return different


async def present_base(tx: Connection, facts: ImportFacts) -> Base:
    """Return what tells, when it has become another, that a plan may hold no longer."""
    base = await BASE.fetch_row(tx, merchant=facts.merchant_id)
    assert base is not None
    return {**base, "customers": int(base["customers"])}


async def compare(tx: Connection, facts: ImportFacts, rows: Rows) -> Counter[str]:
    """Mark those of the rows that mean somebody with what they would come to.

    Returns whom no request would reach afterwards, by the reason.
    """
    await join_by_hash(tx)
    options = facts.options
    asked: dict[str, Any] = {}
    if options.on_match in {OnMatch.UPDATE, OnMatch.FILL_EMPTY_ONLY}:
        asked = {
            "group_conflict": options.moving.value,
            "cleared": cleared(facts, await own_fields(tx, facts.merchant_id)),
            "making_groups": options.unknown_groups is UnknownGroupPolicy.CREATE,
        }
    which = {**facts.named, **asdict(rows)}
    known = await plan.planning(options.on_match).fetch(tx, **which, **asked)
    return _tally(known) + _tally(await plan.BLOCKED_NEWCOMERS.fetch(tx, **which))


def _tally(rows: list[Record]) -> Counter[str]:
    return Counter({row["blocker"]: row["count"] for row in rows})


async def _new_groups(tx: Connection, facts: ImportFacts) -> tuple[list[str], str | None]:
    """Return the names of the groups to be made, and a fingerprint of all of them."""
    options = facts.options
    if options.unknown_groups is not UnknownGroupPolicy.CREATE:
        return [], None
    row = await plan.NEW_GROUPS.fetch_row(
        tx,
        **facts.named,
        **asdict(ALL),
        group_conflict=options.moving.value,
        skipping=options.on_match is OnMatch.SKIP,
    )
    assert row is not None
    return row["names"] or [], row["fingerprint"]


async def _counts(tx: Connection, facts: ImportFacts, totals: Record) -> dict[str, int]:
    counts = {outcome.value.lower(): totals[outcome.value.lower()] for outcome in RowOutcome}
    warnings = await records.WARNINGS.fetch_value(tx, **facts.named)
    return {"rows": sum(counts.values()), **counts, "warnings": warnings}


def _digest(facts: ImportFacts, comes: Mapping[str, Any]) -> str:
    """Return the digest of all that decides what the import does, and of what that is."""
    decided = {
        "file": facts.sha256.hex(),
        "options": facts.options.as_json(),
        "dialect": dialect_as_json(facts.dialect),
        "mapping": mapping_as_json(facts.mapping),
        "columns": [column["target"] for column in facts.columns],
    }
    return sha256(orjson.dumps([decided, comes], option=orjson.OPT_SORT_KEYS)).hexdigest()
