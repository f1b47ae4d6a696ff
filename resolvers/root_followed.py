"""The table of contents goes on: what can be followed, with its permission, and what tells of it."""

import strawberry

from domain.access import Permission
from resolvers import changes, jobs
from resolvers.fields import follows
from schema.customer import Customer
from schema.job import Job
from schema.payment import Payment
from schema.payment_request import PaymentRequest


@strawberry.type(description="What can be followed. Each event is read anew, like a query.")
class Subscription:
    job_progress: Job = follows(
        Permission.IMPORTS_READ,
        jobs.job_progress,
        "A job as it stands, then whenever it has gone on and at least once a second while it runs, "
        "until it has ended.",
    )
    customer_changed: Customer = follows(
        Permission.CUSTOMERS_READ,
        changes.customer_changed,
        "Each customer that is made or changed from now on, as it is by then.",
        rows=True,
    )
    payment_recorded: Payment = follows(
        Permission.PAYMENTS_READ,
        changes.payment_recorded,
        "Each payment that comes into the history from now on.",
        rows=True,
    )
    payment_request_changed: PaymentRequest = follows(
        Permission.PAYMENT_REQUESTS_READ,
        changes.payment_request_changed,
        "Each payment request that is made or becomes something else from now on, as it is by then.",
        rows=True,
    )
