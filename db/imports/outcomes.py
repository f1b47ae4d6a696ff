"""What a customer has after a row: the same in other signs changes nothing, and no number becomes none."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    Boolean,
    ColumnElement,
    FromClause,
    Text,
    and_,
    any_,
    bindparam,
    case,
    column,
    false,
    func,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.constant import constant
from db.customers.parts import SAID
from db.imports.parts import MERCHANT, customer, group, group_named
from db.visible import visible
from domain.derived import Derived
from domain.group import GroupConflictPolicy
from domain.import_policy import OnMatch
from domain.readiness import SendBlocker

# What blank cells empty: cells by their names below, and custom fields by their ids.
CLEARED = bindparam("cleared", type_=ARRAY(Text))
GROUP_CONFLICT = bindparam("group_conflict", type_=Text)
MAKING_GROUPS = bindparam("making_groups", type_=Boolean)  # whether a group that is not there will be

DERIVED = tuple(field.name for field in fields(Derived))
_WIDE = {
    "phone": ("phone_raw", "phone_e164", "phone_type", "phone_region"),
    "email": ("email", "email_normal"),
}
_ELSEWHERE = {*DERIVED, "custom_fields", *_WIDE["phone"], *_WIDE["email"]}
# A cell and its columns, the first of which is null when the cell is blank.
CELLS = {**{c.name: (c.name,) for c in SAID if c.name not in _ELSEWHERE}, **_WIDE}
VALUES = tuple(sorted(["custom_fields", *(name for columns in CELLS.values() for name in columns)]))
# What such a cell means: two cells that mean the same say the same, and one that means nothing is not valid.
_MEANINGS = {"phone": "phone_e164", "email": "email_normal"}
# Why no request is sent to somebody, and the column in which stands whom it would go to.
BLOCKS = {"sms_block": "phone_e164", "email_block": "email_normal"}
# From these columns follow the derived ones (domain.derived).
NAMING = ("first_name", "last_name", "company_name", "external_reference", *_WIDE["phone"], "email")


def held_of(chunk: CTE, on_match: OnMatch) -> CTE:
    """Return the rows that may change somebody, with whom they mean, locked in the order of their ids.

    `had_…` is what the customer has, `said_…` what the row says.
    """
    return _with_whom_they_mean(chunk, on_match, lambda group_id, _new_id: group_id, locking=True)


def seen_of(chunk: CTE, on_match: OnMatch) -> CTE:
    """Return the same without locks, as if the groups that are to be made were there (MAKING_GROUPS)."""
    return _with_whom_they_mean(
        chunk, on_match, lambda group_id, new_id: func.coalesce(group_id, case((MAKING_GROUPS, new_id)))
    )


def _with_whom_they_mean(
    chunk: CTE,
    on_match: OnMatch,
    named_id: Callable[[ColumnElement[Any], ColumnElement[Any]], ColumnElement[Any]],
    *,
    locking: bool = False,
) -> CTE:
    merging = () if on_match in {OnMatch.UPDATE, OnMatch.FILL_EMPTY_ONLY} else (false(),)
    meaning = (
        select(chunk)
        .where(chunk.c.matched_id.is_not(None), *merging)
        .order_by(chunk.c.matched_id)
        .subquery("meaning")
    )
    customers = select(customer).where(
        customer.c.merchant_id == MERCHANT, customer.c.id == meaning.c.matched_id
    )
    meant = (customers.with_for_update(key_share=True) if locking else customers).lateral("meant")
    group_id = named_id(group_named(meaning.c.group_key, group.c.id), meaning.c.new_group_id)
    names = (*VALUES, *DERIVED)
    return (
        select(
            *(meaning.c.row, meaning.c.event_id, meaning.c.group_event_id),
            *(meaning.c.cells, meaning.c.group_key, group_id.label("named_id")),
            *(_cleared_by(meaning).label("cleared"), meant.c.id, meant.c.group_id),
            *(meant.c.version, meant.c.created_at, meant.c.creation_source),
            *(meant.c[name].label(f"had_{name}") for name in names),
            *(meaning.c[name].label(f"said_{name}") for name in names),
            *(meant.c[name].label(f"had_{name}") for name in BLOCKS),
            *(meaning.c[name].label(f"said_{name}") for name in BLOCKS),
        )
        .select_from(meaning.join(meant, true()))
        .cte("held")
    )


def _cleared_by(meaning: FromClause) -> ColumnElement[Any]:
    # A cell that is not blank but could not be read empties nothing.
    clearable = func.unnest(CLEARED).column_valued("clearable")
    readable = select(clearable).where(~func.coalesce(clearable == any_(meaning.c.unread), false()))
    return case((meaning.c.unread.is_(None), CLEARED), else_=func.array(readable.scalar_subquery()))


def outcomes_of(held: CTE, on_match: OnMatch) -> CTE:
    """Return what customers have afterwards, by column name, and `joined_id`, their group then."""
    values = [
        _value(held, cell, name, on_match).label(name) for cell, names in CELLS.items() for name in names
    ]
    blocks = [_block(held, name, on_match).label(name) for name in BLOCKS]
    return select(held, *values, *blocks, _custom_fields(held, on_match), _joined(held, on_match)).cte(
        "outcomes"
    )


def _block(held: CTE, name: str, on_match: OnMatch) -> ColumnElement[Any]:
    """Whoever said no has said so for any address; what holds for an address goes with it."""
    had, said, address = held.c[f"had_{name}"], held.c[f"said_{name}"], BLOCKS[name]
    (cell,) = (cell for cell, columns in _WIDE.items() if address in columns)
    stays = _value(held, cell, address, on_match).is_not_distinct_from(held.c[f"had_{address}"])
    return case(((had == constant(SendBlocker.OPTED_OUT.value)) | stays, had), else_=said)


def _value(held: CTE, cell: str, name: str, on_match: OnMatch) -> ColumnElement[Any]:
    first = CELLS[cell][0]
    had, said = held.c[f"had_{name}"], held.c[f"said_{name}"]
    if on_match is OnMatch.FILL_EMPTY_ONLY:
        return case((held.c[f"had_{first}"].is_(None), said), else_=had)
    blank = case((constant(cell) == any_(held.c.cleared), null()), else_=had)
    rules: list[tuple[ColumnElement[bool], ColumnElement[Any]]] = [(held.c[f"said_{first}"].is_(None), blank)]
    if meaning := _MEANINGS.get(cell):
        said_meaning, had_meaning = held.c[f"said_{meaning}"], held.c[f"had_{meaning}"]
        rules.append((func.coalesce(said_meaning, had_meaning) == had_meaning, had))
    rules.append((_reads_the_same(held, cell), had))
    return case(*rules, else_=said)


def _reads_the_same(held: CTE, cell: str) -> ColumnElement[bool]:
    """Whether a cell says what is there, but for signs that nobody sees.

    A phone that could not be read before and can be now says something new all the same.
    """
    first = CELLS[cell][0]
    had, said = held.c[f"had_{first}"], held.c[f"said_{first}"]
    same = and_(had != said, visible(had) == said)  # what is equal needs no closer look
    if cell == "phone":
        return and_(same, held.c.said_phone_e164.is_not_distinct_from(held.c.had_phone_e164))
    return same


def _custom_fields(held: CTE, on_match: OnMatch) -> ColumnElement[Any]:
    had, said = held.c.had_custom_fields, held.c.said_custom_fields
    if on_match is OnMatch.FILL_EMPTY_ONLY:
        return said.op("||")(had).label("custom_fields")
    news = case((had.op("@>")(said), said), else_=_told(had, said))
    return had.op("-")(held.c.cleared).op("||")(news).label("custom_fields")


def _told(had: ColumnElement[Any], said: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return of what is said of custom fields what differs by more than signs that nobody sees."""
    given = func.jsonb_each(said).table_valued(column("key", Text), column("value", JSONB))
    each = given.render_derived(name="said_field")
    text = each.c.value.op("#>>")(constant("{}"))
    told = func.jsonb_object_agg(each.c.key, each.c.value)
    differing = visible(had.op("->>")(each.c.key)).is_distinct_from(text)
    return func.coalesce(select(told).where(differing).scalar_subquery(), func.jsonb_build_object())


def _joined(held: CTE, on_match: OnMatch) -> ColumnElement[Any]:
    moving = or_(held.c.group_id.is_(None), constant(GroupConflictPolicy.MOVE.value) == GROUP_CONFLICT)
    rules: list[tuple[ColumnElement[bool], ColumnElement[Any]]] = [
        (held.c.named_id.is_not(None) & moving, held.c.named_id)
    ]
    if on_match is OnMatch.UPDATE:
        rules.append((held.c.group_key.is_(None) & (constant("group") == any_(held.c.cleared)), null()))
    return case(*rules, else_=held.c.group_id).label("joined_id")
