"""A customer is deleted with all that belongs to it, unless it has paid."""

from db.connect import Connection
from db.customers.remove import DELETE
from domain.caller import Caller
from domain.errors import CustomerHasPayments, CustomerNotFound
from domain.ids import CustomerId
from services.consent.outliving import remember_refusals


async def delete_customer(tx: Connection, caller: Caller, customer_id: CustomerId) -> None:
    """Delete a customer. Errors, at id: CustomerNotFound; CustomerHasPayments with how many."""
    await remember_refusals(tx, caller, customer_id)
    payments = await DELETE.fetch_value(tx, merchant=caller.merchant_id, customer=customer_id)
    if payments is None:
        raise CustomerNotFound(field=("id",))
    if payments:
        raise CustomerHasPayments(field=("id",), count=payments)
