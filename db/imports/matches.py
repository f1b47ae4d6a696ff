"""Each staged row finds the customer whom its identities lead to, if there is one."""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    Text,
    Uuid,
    bindparam,
    case,
    cast,
    func,
    null,
    or_,
    select,
    union_all,
    update,
)

from db.constant import constant
from db.identity import identity
from db.imports.issues import reporting
from db.imports.parts import (
    ABOVE,
    IDENTITY_COLUMNS,
    IMPORT,
    IN_RANGE,
    MERCHANT,
    customer,
    staged,
    taking_out,
    written,
)
from db.statement import Statement
from domain.customer import IdentityKind
from domain.ids import Kind
from domain.import_policy import OnMatch
from domain.issues import ImportIssueCode, IssueSeverity

# By which kind of identity a customer is looked for first, second and third; null: by none.
MATCH_ON = tuple(bindparam(f"match_on_{place}", type_=Text) for place in (1, 2, 3))
ON_MATCH = bindparam("on_match", type_=Text)

_KINDS = tuple(IDENTITY_COLUMNS)
# An export says in each row whose it is. That decides before all identities, whatever is matched by.
_STATED = "KONTOR_ID"
_rejecting = constant(OnMatch.REJECT.value) == ON_MATCH
_no_row = cast(null(), Integer).label("first_row")
_nobody = cast(null(), Uuid).label("met_id")


def _owner(kind: IdentityKind) -> ScalarSelect[Any]:
    value = staged.c[IDENTITY_COLUMNS[kind][0]]
    return (
        select(identity.c.customer_id)
        .where(
            identity.c.merchant_id == MERCHANT,
            identity.c.kind == constant(kind.value),
            identity.c.value == value,
        )
        .scalar_subquery()
    )


def _stated_owner() -> ScalarSelect[Any]:
    return (
        select(customer.c.id)
        .where(customer.c.merchant_id == MERCHANT, customer.c.id == staged.c.kontor_id)
        .scalar_subquery()
    )


def _led() -> CTE:
    """Return, of the rows that lead to anybody, whom each of their identities leads to, by its kind."""
    owners = (_stated_owner().label(_STATED), *(_owner(kind).label(kind.value) for kind in _KINDS))
    every = select(staged.c.row, *owners).where(IN_RANGE)
    rows = every.cte("every").prefix_with("materialized")  # each look-up once
    return select(rows).where(or_(*(rows.c[kind].is_not(None) for kind in (_STATED, *_KINDS)))).cte("led")


def _meant(led: CTE) -> CTE:
    """Return whom each row means, by which kind, and the kind that leads to somebody else.

    The first of the matching identities decides. What leads to another customer is a stray, even if
    nothing is matched by it: what one customer has can't become another's.
    """
    decided = [(led.c[_STATED], constant(_STATED)), *((_by_kind(led, place), place) for place in MATCH_ON)]
    target = func.coalesce(*(found for found, _ in decided)).label("target")
    kind = case(*((found.is_not(None), name) for found, name in decided))
    meant = select(led, target, kind.label("kind")).cte("meant")
    strays = (
        (meant.c[kind.value].is_not(None) & meant.c[kind.value].is_distinct_from(meant.c.target), kind)
        for kind in _KINDS
    )
    stray = case(*((is_stray, constant(kind.value, Text)) for is_stray, kind in strays))
    return select(meant.c.row, meant.c.target, meant.c.kind, stray.label("stray")).cte("weighed")


def _by_kind(led: CTE, place: ColumnElement[str]) -> ColumnElement[Any]:
    return case(*((place == constant(kind.value), led.c[kind.value]) for kind in _KINDS))


def _ranked(meant: CTE) -> CTE:
    """Return the rows that mean one customer, each with the first row that means the same one.

    The first one counts even if it is rejected later on, so that it does not matter how a file is parted.
    """
    earlier = staged.alias("earlier")
    before = (
        select(func.min(earlier.c.row))
        .where(earlier.c.merchant_id == MERCHANT, earlier.c.import_id == IMPORT)
        .where(earlier.c.matched_id == meant.c.target, earlier.c.row <= ABOVE)
        .scalar_subquery()
    )
    here = func.min(meant.c.row).over(partition_by=meant.c.target)
    return (
        select(meant.c.row, meant.c.kind, meant.c.target, func.coalesce(before, here).label("first_row"))
        .where(meant.c.stray.is_(None))
        .cte("ranked")
    )


def _matches() -> Statement:
    meant = _meant(_led())
    ranked = _ranked(meant)
    first = ranked.c.row == ranked.c.first_row
    rejected = union_all(
        _rejection(
            ImportIssueCode.MULTIPLE_MATCHES,
            select(meant.c.row, meant.c.stray.label("kind"), _no_row, _nobody).where(
                meant.c.stray.is_not(None)
            ),
        ),
        _rejection(
            ImportIssueCode.DUPLICATE_IN_FILE,
            select(ranked.c.row, ranked.c.kind, ranked.c.first_row, _nobody).where(~first),
        ),
        _rejection(
            ImportIssueCode.CUSTOMER_EXISTS,
            select(ranked.c.row, ranked.c.kind, _no_row, ranked.c.target).where(first, _rejecting),
        ),
    ).cte("rejected")
    matched = (
        update(staged)
        .where(IN_RANGE, staged.c.row == ranked.c.row, first, ~_rejecting)
        .values(matched_id=ranked.c.target)
        .cte("matched")
    )
    effects = (matched, reporting(_found(rejected)), taking_out(rejected, matched_id=rejected.c.met_id))
    return Statement(select(func.count()).select_from(rejected).add_cte(*effects))


def _rejection(code: ImportIssueCode, rows: Select[Any, Any, Any]) -> Select[*tuple[object, ...]]:
    part = rows.subquery()
    return select(*part.c, constant(code.value).label("code"))


def _written(kind: ColumnElement[str]) -> ColumnElement[str]:
    stated = constant(f"{Kind.CUSTOMER}_", Text) + cast(staged.c.kontor_id, Text)
    return case((kind == constant(_STATED), stated), else_=written(kind))


def _found(rejected: CTE) -> Select[*tuple[object, ...]]:
    facts = func.jsonb_strip_nulls(func.jsonb_build_object(constant("first_row"), rejected.c.first_row))
    return (
        select(
            rejected.c.row,
            func.lower(rejected.c.kind),
            rejected.c.code,
            constant(IssueSeverity.ERROR.value).label("severity"),
            _written(rejected.c.kind).label("raw_value"),
            facts.label("facts"),
        )
        .select_from(rejected.join(staged, staged.c.row == rejected.c.row))
        .where(IN_RANGE)
    )


# How many rows in range were taken out: MULTIPLE_MATCHES, DUPLICATE_IN_FILE for whom an earlier row means by
# another identity, CUSTOMER_EXISTS. The matches of the rows in range must have been forgotten.
MATCH = _matches()
