"""What must be known of a batch to go on with it, wherever it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import orjson

from db.connect import Connection, Record
from db.payment_requests import batches
from db.statement import Statement
from domain.access import Role
from domain.caller import Caller
from domain.customer import Channel
from domain.ids import BatchId, JobId, MerchantId, TemplateId
from domain.jobs import JobStatus
from domain.locale import Locale, language_of
from domain.money import Money
from services.exports.selection import Selector, selector_of_kept
from services.jobs import Claim, LostClaim


@dataclass(frozen=True)
class Batch:
    """A batch as it stands: `row` is of db.payment_requests.batches.LOAD or HOLD."""

    row: Record

    @property
    def id(self) -> BatchId:
        return BatchId(self.row["id"])

    @property
    def merchant_id(self) -> MerchantId:
        return MerchantId(self.row["merchant_id"])

    @property
    def named(self) -> dict[str, Any]:
        """The parameters by which a statement knows the batch."""
        return {"merchant": self.merchant_id, "batch": self.id}

    @property
    def status(self) -> JobStatus:
        return JobStatus(self.row["status"])

    @property
    def job_id(self) -> JobId | None:
        return self.row["job_id"]  # type: ignore[no-any-return]

    @property
    def is_approved(self) -> bool:
        return self.row["approved_digest"] is not None

    @property
    def is_called_off(self) -> bool:
        return self.row["canceled_at"] is not None

    @property
    def channels(self) -> Sequence[Channel]:
        return tuple(Channel(channel) for channel in self.row["channels"])

    @property
    def amount(self) -> Money | None:
        """The sum that all are asked for; None when each has its own."""
        minor = self.row["amount_minor"]
        return None if minor is None else Money(minor, self.currency)

    @property
    def currency(self) -> str:
        return self.row["currency"]  # type: ignore[no-any-return]

    @property
    def template_id(self) -> TemplateId | None:
        return self.row["template_id"]  # type: ignore[no-any-return]

    @property
    def expires_at(self) -> datetime:
        return self.row["expires_at"]  # type: ignore[no-any-return]

    @property
    def scheduled_for(self) -> datetime | None:
        return self.row["scheduled_for"]  # type: ignore[no-any-return]

    @property
    def position(self) -> UUID | None:
        return self.row["position"]  # type: ignore[no-any-return]

    @cached_property
    def selector(self) -> Selector:
        return selector_of_kept(orjson.loads(self.row["selection"]))

    @cached_property
    def preflight(self) -> Mapping[str, Any] | None:
        kept = self.row["preflight"]
        return None if kept is None else orjson.loads(kept)

    @property
    def asked_by(self) -> Caller:
        """Who asked for it, as far as a filter depends on them."""
        locale = self.row["default_locale"]
        return Caller(
            merchant_id=self.merchant_id,
            actor=self.row["actor"],
            role=Role.VIEWER,
            merchant_name=self.row["name"],
            region=self.row["default_region"],
            currency=self.row["default_currency"],
            locale=locale,
            language=language_of(locale) or Locale.EN,
        )


async def load_batch(tx: Connection, merchant_id: MerchantId, batch_id: UUID) -> Batch:
    """Return a batch that is there."""
    row = await batches.LOAD.fetch_row(tx, merchant=merchant_id, batch=batch_id)
    assert row is not None, "a job outlives no batch"
    return Batch(row)


async def step(tx: Connection, claim: Claim, statement: Statement, **values: Any) -> None:
    """Take the batch of a job on by a statement of db.payment_requests.batches.

    Last in a transaction: the row is what somebody changes who calls the batch off, and they should not wait.
    Errors: LostClaim when it has been called off or begun anew; then nothing of the transaction may stay.
    """
    named = {"merchant": claim.merchant_id, "batch": claim.subject_id, "job": claim.job_id}
    if await statement.fetch_value(tx, **named, **values) is None:
        raise LostClaim
