"""Many customers are created by one request: all, or those with which nothing is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.connect import Connection
from db.errors import Raced
from db.groups import KNOWN
from domain.caller import Caller
from domain.customer import CreationSource, CustomerDraft, ErrorPolicy
from domain.errors import Failure, Failures, GroupNotFound, TooManyItems
from domain.group import GroupConflictPolicy
from domain.ids import CustomerId, GroupId
from services.customers.create import insert_customers
from services.customers.field_values import Definition, definitions_of
from services.customers.identities import Identity, owners_of, taken
from services.customers.newcomer import Newcomer, newcomer
from services.groups.assign import assign_customers

ITEM_LIMIT = 250


@dataclass(frozen=True, slots=True)
class BulkRow:
    """What became of one draft: a customer, or failures at its fields."""

    index: int
    customer_id: CustomerId | None
    failures: tuple[Failure, ...]


async def bulk_create(
    tx: Connection,
    caller: Caller,
    drafts: Sequence[CustomerDraft],
    error_policy: ErrorPolicy = ErrorPolicy.REJECT_EVERYTHING,
    *,
    strict: bool = False,
) -> tuple[BulkRow, ...]:
    """Create the customers of these drafts; return what became of each, in their order.

    The second of two drafts with one phone, e-mail or reference is refused with the id of the first.
    Errors: TooManyItems at customers, over 250; with REJECT_EVERYTHING, Failures of all rows at
            customers and the index: those of create_customer.
    """
    if len(drafts) > ITEM_LIMIT:
        raise TooManyItems(field=("customers",), limit=ITEM_LIMIT, count=len(drafts))
    rows = _checked(drafts, caller, await definitions_of(tx, caller), strict=strict)
    rows = await _fitting(tx, caller, rows)
    failures = [
        failure.at("customers", index)
        for index, row in enumerate(rows)
        if isinstance(row, Failures)
        for failure in row.failures
    ]
    if failures and error_policy is ErrorPolicy.REJECT_EVERYTHING:
        raise Failures(failures)
    await _insert(tx, caller, [row for row in rows if isinstance(row, Newcomer)])
    return tuple(
        BulkRow(index, row.id, ()) if isinstance(row, Newcomer) else BulkRow(index, None, row.failures)
        for index, row in enumerate(rows)
    )


Row = Newcomer | Failures


def _checked(
    drafts: Sequence[CustomerDraft],
    caller: Caller,
    definitions: Mapping[str, Definition],
    *,
    strict: bool,
) -> list[Row]:
    rows: list[Row] = []
    for draft in drafts:
        try:
            rows.append(newcomer(draft, caller, definitions, CreationSource.MANUAL, strict=strict))
        except Failures as failures:
            rows.append(failures)
    return rows


async def _fitting(tx: Connection, caller: Caller, rows: list[Row]) -> list[Row]:
    """Refuse rows whose group is unknown, or whose identities are those of others."""
    newcomers = [row for row in rows if isinstance(row, Newcomer)]
    owners = await owners_of(tx, caller, {identity for new in newcomers for identity in new.identities})
    groups = await _known_groups(tx, caller, {new.group_id for new in newcomers if new.group_id})
    fitting: list[Row] = []
    for row in rows:
        if isinstance(row, Newcomer):
            row = _fit(row, owners, groups)
        if isinstance(row, Newcomer):
            owners |= dict.fromkeys(row.identities, row.id)
        fitting.append(row)
    return fitting


def _fit(new: Newcomer, owners: Mapping[Identity, CustomerId], groups: set[GroupId]) -> Row:
    failures: list[Failure] = [
        taken(identity, owners[identity]) for identity in new.identities if identity in owners
    ]
    if new.group_id is not None and new.group_id not in groups:
        failures.append(GroupNotFound(field=("group_id",)))
    return Failures(failures) if failures else new


async def _known_groups(tx: Connection, caller: Caller, groups: set[GroupId]) -> set[GroupId]:
    if not groups:
        return set()
    rows = await KNOWN.fetch(tx, merchant=caller.merchant_id, groups=list(groups))
    return {GroupId(row["id"]) for row in rows}


async def _insert(tx: Connection, caller: Caller, newcomers: Sequence[Newcomer]) -> None:
    if await insert_customers(tx, caller, newcomers):
        raise Raced  # they were free a moment ago
    by_group: dict[GroupId, list[CustomerId]] = {}
    for new in newcomers:
        if new.group_id is not None:
            by_group.setdefault(new.group_id, []).append(new.id)
    for group_id, customers in by_group.items():
        await assign_customers(tx, caller, customers, group_id, GroupConflictPolicy.MOVE)
