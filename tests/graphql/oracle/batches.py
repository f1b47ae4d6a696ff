"""Batches of payment requests: what their preflights found, and their requests."""

from types import SimpleNamespace
from typing import Any

from domain.ids import Kind, encode
from tests.graphql.oracle.jobs import failure, progress
from tests.graphql.oracle.lists import REQUESTS_OF_BATCH
from tests.graphql.oracle.messages import told_issue
from tests.graphql.oracle.money import money
from tests.graphql.oracle.pages import page
from tests.graphql.oracle.rows import Rows


def _amount(_rows: Rows, batch: Any) -> SimpleNamespace | None:
    return None if batch.amount_minor is None else money(batch.amount_minor, batch.currency)


def _requests(rows: Rows, batch: Any, status: Any = None, **paging: Any) -> SimpleNamespace:
    requests = rows.all("payment_request", batch_id=batch.id)
    listed = [row for row in requests if status is None or row.status in status]
    return page(REQUESTS_OF_BATCH, listed, **paging)


def _preflight(rows: Rows, batch: Any) -> SimpleNamespace | None:
    found = batch.preflight
    if found is None:
        return None
    told = {
        "will_skip": [SimpleNamespace(**one) for one in found["will_skip"]],
        "total": [money(found["total_minor"], batch.currency)] if found["will_send"] else [],
        "samples": [SimpleNamespace(**one, issues=[]) for one in found["samples"]],
        "warnings": [told_issue(rows, one) for one in found["warnings"]],
    }
    return SimpleNamespace(**{**found, **told})


PAYMENT_REQUEST_BATCH = {
    "id": lambda _rows, row: encode(Kind.BATCH, row.id),
    "progress": progress,
    "preflight": _preflight,
    "requests": _requests,
    "amount": _amount,
    "failure": failure,
}
