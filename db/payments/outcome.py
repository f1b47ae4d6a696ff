"""What a recorded payment is answered with, and remembered by: a seed, as JSON."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, case, func, select, true
from sqlalchemy.dialects.postgresql import aggregate_order_by

from db.constant import constant
from domain.payment import CustomerResolution


def recording_outcome(recorded: CTE, payer: CTE, candidates: CTE, existing: CTE) -> CTE:
    """Return one row of `payment_id`, `seed` and the payer's `resolution`.

    `payment_id` is null when there is no payment to answer with. The seed holds payment_id, customer_id,
    resolution and, for AMBIGUOUS, candidates of customer_id and kinds. A payment that was there already
    is the answer, with its own customer and resolution.
    """
    was_there = existing.c.id.is_not(None)
    payment_id = func.coalesce(existing.c.id, recorded.c.id)
    customer_id = case((was_there, existing.c.customer_id), else_=payer.c.customer_id)
    resolution = case((was_there, existing.c.customer_resolution), else_=payer.c.resolution)
    ambiguous = resolution == constant(CustomerResolution.AMBIGUOUS.value)
    seed = func.jsonb_build_object(
        constant("payment_id"),
        payment_id,
        constant("customer_id"),
        customer_id,
        constant("resolution"),
        resolution,
        constant("candidates"),
        case((ambiguous, _shown(candidates))),
    )
    return (
        select(payment_id.label("payment_id"), seed.label("seed"), payer.c.resolution)
        .select_from(payer.outerjoin(recorded, true()).outerjoin(existing, true()))
        .cte("outcome")
    )


def _shown(candidates: CTE) -> ColumnElement[Any]:
    shown = func.json_build_object(
        constant("customer_id"), candidates.c.customer_id, constant("kinds"), candidates.c.kinds
    )
    return select(func.json_agg(aggregate_order_by(shown, candidates.c.customer_id))).scalar_subquery()
