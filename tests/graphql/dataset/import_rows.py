"""Rows of imported files: those that are settled, and those that are staged."""

from typing import Any

from domain.import_undo import UndoKeptReason
from tests.graphql.dataset.merchants import Making, Row

# As they stand in the file, and where that is not the same, as they were understood.
_CELLS: tuple[list[Any] | None, ...] = (
    None,
    [],
    ["17", "", None, ["0151 23456789", "+4915123456789"]],
    [["call {me}", None], "Zoë „x“", "[]", '"'],
)
_OUTCOMES = ("CREATED", "UPDATED", "UNCHANGED", "SKIPPED", "REJECTED")


def add_rows(making: Making, added: Row) -> None:
    """Add rows from 2 on: those up to `settled_row`, or all of a finished import, to the log."""
    finished = added["phase"] in ("COMMITTED", "UNDONE")
    for number in range(2, 2 + making.lot.randrange(9)):
        if finished or number <= added["settled_row"]:
            making.add("import_row", **_settled(making, added, number))
        if not finished and added["dialect"]:
            making.add("staged_customer", **_staged(making, added, number))


def _settled(making: Making, added: Row, number: int) -> Row:
    outcome = making.one_of(_OUTCOMES)
    before, after = _changes(making) if outcome == "UPDATED" else (None, None)
    return {
        "import_id": added["id"],
        "row": number,
        "outcome": outcome,
        "customer_id": None if outcome == "REJECTED" else _somebody(making),
        "version": 1,
        "before": before,
        "after": after,
        "kept": making.one_of((*UndoKeptReason, None)) if added["phase"] == "UNDONE" else None,
        "cells": making.one_of(_CELLS),
    }


def _staged(making: Making, added: Row, number: int) -> Row:
    outcome = making.one_of((None, "UPDATED", "UNCHANGED", "SKIPPED", "REJECTED"))
    before, after = _changes(making) if outcome == "UPDATED" else (None, None)
    moment = making.moment()
    return {
        "import_id": added["id"],
        "row": number,
        **{name: making.id_at(moment) for name in ("customer_id", "event_id", "group_event_id")},
        "matched_id": None if outcome in (None, "REJECTED") else _somebody(making),
        **dict.fromkeys(("display_name", "sort_name", "search_text"), "x"),
        "group_name": making.one_of((None, "Neu „dazu“")),
        "custom_fields": {},
        "cells": making.one_of(_CELLS),
        "outcome": outcome,
        "unreadable": outcome == "REJECTED",
        "before": before,
        "after": after,
    }


def _somebody(making: Making) -> Any:
    """Return a customer's id, sometimes of one who is gone."""
    there = [row["id"] for row in making.rows["customer"]]
    return making.lot.choice([*there, making.id_at(making.moment())])


def _changes(making: Making) -> tuple[Row, Row]:
    """Return what a customer has before and after a row, by column."""
    groups = [str(row["id"]) for row in making.rows["customer_group"]]
    fields = [str(row["id"]) for row in making.rows["custom_field_definition"]]
    own = {one: making.one_of((1, "a „b“", True, None)) for one in fields}
    every: dict[str, tuple[Any, Any]] = {
        "first_name": ("Zoë", None),
        "phone_raw": ("0151 {x}", "0152 23456789"),
        "phone_e164": (None, "+4915223456789"),
        "phone_type": (None, "MOBILE"),
        "email": ("a@b.de", "B@b.de"),
        "email_normal": ("a@b.de", "b@b.de"),
        "address_postal_code": (None, "01234"),
        "group_id": (making.lot.choice([None, *groups]), str(making.id_at(making.moment()))),
        "custom_fields": (own, {one: making.one_of((1, "c", None)) for one in fields}),
    }
    chosen = [name for name in every if making.lot.random() < 0.5]
    return {name: every[name][0] for name in chosen}, {name: every[name][1] for name in chosen}
