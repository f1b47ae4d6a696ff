"""Who pays: the customers that the payer's identities lead to, and what follows from how many they are."""

from sqlalchemy import CTE, Text, Uuid, and_, bindparam, case, column, func, select, values
from sqlalchemy.dialects.postgresql import aggregate_order_by

from db.constant import constant
from db.identity import identity
from db.payments.parts import MERCHANT
from domain.customer import IdentityKind
from domain.payment import CustomerResolution

CUSTOMER = bindparam("customer", type_=Uuid)  # who pays when no identity leads to anybody
OTHERWISE = bindparam("otherwise", type_=Text)  # the resolution then; null: do not record yet


def candidates_for_payer() -> CTE:
    """Return the customers (customer_id) that the identities lead to, each with the `kinds` that do.

    The identities are the parameters `external_reference`, `phone` and `email`; null leads to nobody.
    """
    # Three scalars and no array, whose length would make Postgres plan the statement anew each time.
    wanted = (
        values(column("kind", Text), column("value", Text), name="wanted")
        .data([(constant(kind.value), bindparam(kind.value.lower(), type_=Text)) for kind in IdentityKind])
        .cte("wanted")
    )
    leads = and_(
        identity.c.merchant_id == MERCHANT,
        identity.c.kind == wanted.c.kind,
        identity.c.value == wanted.c.value,
    )
    return (
        select(
            identity.c.customer_id,
            func.json_agg(aggregate_order_by(identity.c.kind, identity.c.kind)).label("kinds"),
        )
        .select_from(wanted.join(identity, leads))
        .group_by(identity.c.customer_id)
        .cte("candidate")
    )


def resolved_payer(candidates: CTE) -> CTE:
    """Return one row of `customer_id` and `resolution`: one candidate pays, of several nobody is chosen."""
    found = select(func.count()).select_from(candidates).scalar_subquery()
    only = select(candidates.c.customer_id).scalar_subquery()
    none, one = found == constant(0), found == constant(1)
    matched = constant(CustomerResolution.MATCHED.value, Text)
    ambiguous = constant(CustomerResolution.AMBIGUOUS.value, Text)
    return select(
        case((none, CUSTOMER), (one, only)).label("customer_id"),
        case((none, OTHERWISE), (one, matched), else_=ambiguous).label("resolution"),
    ).cte("payer")
