"""The tables, one module a noun; importing this package registers all of them."""

from db.tables.api_key import ApiKey
from db.tables.consent import ContactPreference, Suppression
from db.tables.custom_field import CustomFieldDefinition
from db.tables.customer import ContactPoint, Customer, CustomerIdentity
from db.tables.customer_export import CustomerExport
from db.tables.customer_import import CustomerImport, ImportIssue, ImportRow, StagedCustomer, Upload
from db.tables.delivery import Delivery, SenderPace
from db.tables.group import CustomerCount, CustomerGroup
from db.tables.idempotency import Idempotency
from db.tables.import_group import ImportGroup
from db.tables.job import Job
from db.tables.merchant import Merchant
from db.tables.message_template import MessageTemplate, TemplateVariant
from db.tables.payment import CustomerTotal, Payment, PaymentEvent
from db.tables.payment_request import PaymentLink, PaymentRequest, PaymentRequestBatch
from db.tables.payment_session import PaymentSession
from db.tables.timeline import TimelineEvent
from db.tables.webhook_endpoint import ReceivedEvent, WebhookEndpoint
from db.tables.webhook_subscription import WebhookAttempt, WebhookMessage, WebhookSubscription

__all__ = [
    "ApiKey",
    "ContactPoint",
    "ContactPreference",
    "CustomFieldDefinition",
    "Customer",
    "CustomerCount",
    "CustomerExport",
    "CustomerGroup",
    "CustomerIdentity",
    "CustomerImport",
    "CustomerTotal",
    "Delivery",
    "Idempotency",
    "ImportGroup",
    "ImportIssue",
    "ImportRow",
    "Job",
    "Merchant",
    "MessageTemplate",
    "Payment",
    "PaymentEvent",
    "PaymentLink",
    "PaymentRequest",
    "PaymentRequestBatch",
    "PaymentSession",
    "ReceivedEvent",
    "SenderPace",
    "StagedCustomer",
    "Suppression",
    "TemplateVariant",
    "TimelineEvent",
    "Upload",
    "WebhookAttempt",
    "WebhookEndpoint",
    "WebhookMessage",
    "WebhookSubscription",
]
