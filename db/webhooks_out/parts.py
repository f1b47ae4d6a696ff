"""What statements about webhook subscriptions are made of."""

from sqlalchemy import Uuid, bindparam

from db.constant import constant
from db.tables import WebhookAttempt, WebhookMessage, WebhookSubscription
from db.tables.tenant import table_of
from domain.webhook import WebhookStatus

subscription = table_of(WebhookSubscription)
message = table_of(WebhookMessage)
attempt = table_of(WebhookAttempt)

MERCHANT = bindparam("merchant", type_=Uuid)
SUBSCRIPTION = bindparam("subscription", type_=Uuid)
MESSAGE = bindparam("message", type_=Uuid)

PENDING = constant(WebhookStatus.PENDING.value)
SENDING = constant(WebhookStatus.SENDING.value)
FAILED = constant(WebhookStatus.FAILED.value)
