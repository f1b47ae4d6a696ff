"""A customer is deleted with all that belongs to it, unless it has paid or was asked to."""

from db.connect import Connection
from db.customers.remove import DELETE
from domain.caller import Caller
from domain.errors import CustomerHasPayments, CustomerHasRequests, CustomerNotFound
from domain.ids import CustomerId
from services.consent.outliving import remember_refusals


async def delete_customer(tx: Connection, caller: Caller, customer_id: CustomerId) -> None:
    """Delete a customer, with the requests that have asked for nothing.

    Errors, at id: CustomerNotFound; CustomerHasPayments and CustomerHasRequests with how many.
    """
    await remember_refusals(tx, caller, customer_id)
    found = await DELETE.fetch_row(tx, merchant=caller.merchant_id, customer=customer_id)
    if found is None:
        raise CustomerNotFound(field=("id",))
    if found["payments"]:
        raise CustomerHasPayments(field=("id",), count=found["payments"])
    if found["requests"]:
        raise CustomerHasRequests(field=("id",), count=found["requests"])
