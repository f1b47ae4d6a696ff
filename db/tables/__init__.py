"""The tables, one module a noun; importing this package registers all of them."""

from db.tables.api_key import ApiKey
from db.tables.custom_field import CustomFieldDefinition
from db.tables.customer import ContactPoint, Customer, CustomerIdentity
from db.tables.customer_export import CustomerExport
from db.tables.customer_import import CustomerImport, ImportIssue, ImportRow, StagedCustomer, Upload
from db.tables.group import CustomerCount, CustomerGroup
from db.tables.idempotency import Idempotency
from db.tables.import_group import ImportGroup
from db.tables.job import Job
from db.tables.merchant import Merchant
from db.tables.payment import CustomerTotal, Payment, PaymentEvent
from db.tables.timeline import TimelineEvent

__all__ = [
    "ApiKey",
    "ContactPoint",
    "CustomFieldDefinition",
    "Customer",
    "CustomerCount",
    "CustomerExport",
    "CustomerGroup",
    "CustomerIdentity",
    "CustomerImport",
    "CustomerTotal",
    "Idempotency",
    "ImportGroup",
    "ImportIssue",
    "ImportRow",
    "Job",
    "Merchant",
    "Payment",
    "PaymentEvent",
    "StagedCustomer",
    "TimelineEvent",
    "Upload",
]
