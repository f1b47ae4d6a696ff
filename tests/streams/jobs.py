"""An import that stands where a test puts it, as if a worker had."""

from dataclasses import dataclass

from db.writing import writing
from domain.ids import Kind, MerchantId, decode, encode
from services.changes import job_topic, tell_change
from tests.api.furnished import leave_import
from tests.factories import Shop


@dataclass(frozen=True, slots=True)
class Job:
    """An import; `id` is what the API calls it."""

    shop: Shop
    id: str

    async def stands(self, status: str, done: int = 0, total: int = 10, *, told: bool = True) -> None:
        """Put the import into a state; without `told`, no process is notified."""
        subject = decode(self.id, Kind.IMPORT)
        assert subject is not None
        merchant_id = MerchantId(self.shop.caller.merchant_id)
        async with writing(self.shop.pool, merchant_id) as tx:
            await tx.execute(
                "update customer_import set status = $3, progress_done = $4, progress_total = $5"
                " where merchant_id = $1 and id = $2",
                merchant_id,
                subject,
                status,
                done,
                total,
            )
            if told:
                await tell_change(tx, job_topic(merchant_id, subject))

    async def is_in(self, phase: str) -> None:
        """Put the import into a phase, and tell nobody."""
        sql = "update customer_import set phase = $2 where merchant_id = $1 and id = $3"
        async with writing(self.shop.pool, self.shop.caller.merchant_id) as tx:
            await tx.execute(sql, self.shop.caller.merchant_id, phase, decode(self.id, Kind.IMPORT))


async def make_job(shop: Shop) -> Job:
    """Return an import of a merchant that waits for a decision; no worker knows of it."""
    job = Job(shop, encode(Kind.IMPORT, await leave_import(shop)))
    await job.stands("WAITING_FOR_USER")
    return job
