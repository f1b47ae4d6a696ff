"""A chunk of rows becomes customers, new and changed ones, in one statement with all that belongs to it."""

from functools import cache
from uuid import UUID

from sqlalchemy import CTE, Select, Text, Uuid, bindparam, delete, func, select, union_all
from sqlalchemy.dialects.postgresql import insert

from db.assignment import move_events, moves
from db.constant import constant
from db.counts import counting
from db.identity import identity
from db.imports.changes import (
    changes_of,
    changing,
    judged_of,
    moving_changed,
    new_identities_of,
    released_by,
    unchanged_of,
    updates,
)
from db.imports.chunk import chunk_rows
from db.imports.logged_rows import logging
from db.imports.newcomers import arrivals, creating, identities_of, joining_newcomers, newcomers_of
from db.imports.outcomes import held_of, outcomes_of
from db.imports.parts import MERCHANT
from db.statement import Statement
from db.timeline import noting
from domain.import_policy import OnMatch


@cache
def merging(on_match: OnMatch) -> Statement:
    """Return the statement that merges the staged rows in range.

    One row: how many were `created`, `updated`, how many are `matched` at all and how many of
    them `held`; `stale`: whose derived columns are to be worked out; `released`: a JSON array of [kind,
    value, customer_id] that are to be released. When fewer are held than matched,
    somebody has been deleted meanwhile, and when an identity has been taken meanwhile, it is a unique
    violation: then the rows are to be judged again.
    """
    chunk = chunk_rows()
    held = held_of(chunk, on_match)
    newcomers = newcomers_of(chunk)
    judged = judged_of(outcomes_of(held, on_match))
    changes = changes_of(judged)
    moving = _moving(newcomers, changes)
    effects = (
        *(creating(newcomers), changing(changes), _claiming(newcomers, changes)),
        *(counting(_counted(newcomers, changes)), noting(_noted(newcomers, changes, moving))),
        logging(newcomers, changes, unchanged_of(judged), chunk, on_match),
    )
    return Statement(_counts(chunk, held, newcomers, changes).add_cte(*effects))


def _moving(newcomers: CTE, changes: CTE) -> CTE:
    return union_all(joining_newcomers(newcomers), moving_changed(changes)).cte("moving")


def _claiming(newcomers: CTE, changes: CTE) -> CTE:
    claimed = union_all(*identities_of(newcomers), *new_identities_of(changes)).subquery("claims")
    kind, value, customer_id = claimed.c
    # In the order of their key, so that two imports never wait for each other in a circle.
    values = select(MERCHANT, kind, value, customer_id).order_by(kind, value)
    columns = [identity.c.merchant_id, identity.c.kind, identity.c.value, identity.c.customer_id]
    return insert(identity).from_select(columns, values).cte("claimed")


def _counted(newcomers: CTE, changes: CTE) -> Select[UUID, int]:
    born = select(newcomers.c.joined_id, constant(1).label("change"))
    moved = moving_changed(changes).subquery("moved_on")
    return select(*union_all(born, moves(moved, moved.c.joined_id)).subquery("changed_counts").c)


def _noted(newcomers: CTE, changes: CTE, moving: CTE) -> Select[*tuple[object, ...]]:
    every = union_all(arrivals(newcomers), updates(changes), move_events(moving, moving.c.joined_id))
    return select(*every.subquery("all_events").c)


def _counts(chunk: CTE, held: CTE, newcomers: CTE, changes: CTE) -> Select[*tuple[object, ...]]:
    created = select(func.count()).select_from(newcomers).scalar_subquery()
    matched = select(func.count(chunk.c.matched_id)).scalar_subquery()
    holding = select(func.count()).select_from(held).scalar_subquery()
    updated = select(func.count()).select_from(changes).scalar_subquery()
    stale = select(func.array_agg(changes.c.id)).where(changes.c.stale).scalar_subquery()
    no_longer = released_by(changes).subquery("released")
    released = select(func.jsonb_agg(func.jsonb_build_array(*no_longer.c))).scalar_subquery()
    return select(
        created.label("created"),
        matched.label("matched"),
        holding.label("held"),
        updated.label("updated"),
        stale.label("stale"),
        released.label("released"),
    )


# What has led to a customer leads to nobody. One by one, so that each is found by its key.
RELEASE = Statement(
    delete(identity).where(
        identity.c.merchant_id == MERCHANT,
        identity.c.kind == bindparam("kind", type_=Text),
        identity.c.value == bindparam("value", type_=Text),
        identity.c.customer_id == bindparam("customer", type_=Uuid),
    )
)
