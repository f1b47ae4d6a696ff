"""Checkouts of what has ended are called off at the provider; a request may be paid in parts."""

from alembic import op

revision = "0012"
down_revision = "0011"

STATEMENTS = [
    "alter table payment_session add column if not exists call_off_at timestamptz",
    "alter table payment_session add column if not exists call_off_attempt integer not null default 0",
    "alter table payment_session add column if not exists called_off_at timestamptz",
    """create index if not exists payment_session_to_call_off on payment_session (merchant_id, call_off_at)
        where call_off_at is not null and provider_reference is not null""",
    # A checkout asks for what was left when it was begun; null for those that were begun before.
    "alter table payment_session add column if not exists amount_minor bigint",
    # Each payment names its request. Until now the request named its latest payment, which is kept.
    "alter table payment add column if not exists request_id uuid",
    """update payment set request_id = payment_request.id from payment_request
        where payment_request.merchant_id = payment.merchant_id and payment_request.payment_id = payment.id
          and payment.request_id is null""",
    """alter table payment drop constraint if exists payment_merchant_id_request_id_fkey,
        add constraint payment_merchant_id_request_id_fkey
        foreign key (merchant_id, request_id) references payment_request (merchant_id, id)""",
    """create index if not exists payment_of_request on payment (merchant_id, request_id, id)
        where request_id is not null""",
    "grant update (request_id) on payment to kontor_app",
]


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
