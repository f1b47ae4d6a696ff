"""Which field of the schema is what in the database, one module a noun; CATALOG is all of them.

Every schema field has an entry and every entry a field: tests/db/plan/test_catalog.py holds it.
"""

from db.plan.build import Catalog
from db.plan.catalog.api_key import API_KEY
from db.plan.catalog.consent import CONTACT_PREFERENCE
from db.plan.catalog.custom_field import CUSTOM_FIELD_DEFINITION, CUSTOM_FIELD_VALUE
from db.plan.catalog.customer import (
    CHANNEL_READINESS,
    CONTACT_POINT,
    CUSTOMER,
    CUSTOMER_STATS,
    PHONE,
    POSTAL_ADDRESS,
    READINESS,
)
from db.plan.catalog.customer_export import CUSTOMER_EXPORT, EXPORT_FAILURE
from db.plan.catalog.customer_import import (
    CUSTOMER_IMPORT,
    FILE_DIALECT,
    IMPORT_COLUMN,
    IMPORT_FAILURE,
    IMPORT_ISSUE,
    IMPORT_OPTIONS,
    PROGRESS,
)
from db.plan.catalog.group import CUSTOMER_GROUP, GROUP_READINESS
from db.plan.catalog.import_plan import IMPORT_COUNTS, IMPORT_PLAN
from db.plan.catalog.import_row import FIELD_CHANGE, IMPORT_CELL, IMPORT_ROW
from db.plan.catalog.import_undo import IMPORT_UNDO_STATE, UNDO_KEPT
from db.plan.catalog.merchant import ACTOR, MERCHANT, VIEWER
from db.plan.catalog.message_template import (
    MESSAGE_TAG,
    MESSAGE_TEMPLATE,
    TEMPLATE_ISSUE,
    TEMPLATE_VARIANT,
)
from db.plan.catalog.payloads import PAYLOADS
from db.plan.catalog.payment import PAYMENT, PAYMENT_EVENT
from db.plan.catalog.payment_request import DELIVERY, PAYMENT_REQUEST
from db.plan.catalog.payment_request_batch import (
    BATCH_FAILURE,
    BATCH_PREFLIGHT,
    PAYMENT_REQUEST_BATCH,
)
from db.plan.catalog.query import QUERY
from db.plan.catalog.rendered_message import RENDERED_MESSAGE
from db.plan.catalog.staged_upload import REQUEST_HEADER, STAGED_UPLOAD, STAGED_UPLOAD_PAYLOAD
from db.plan.catalog.timeline import TIMELINE_EVENT
from db.plan.catalog.webhook_endpoint import WEBHOOK_ENDPOINT
from db.plan.catalog.webhook_subscription import (
    WEBHOOK_ATTEMPT,
    WEBHOOK_MESSAGE,
    WEBHOOK_SUBSCRIPTION,
)
from db.plan.lists.facets import BLOCKER_COUNT, CUSTOMER_FACETS, GROUP_COUNT
from db.plan.money import MONEY

CATALOG: Catalog = {
    "Query": QUERY,
    "Actor": ACTOR,
    "ApiKey": API_KEY,
    "BatchFailure": BATCH_FAILURE,
    "BatchPreflight": BATCH_PREFLIGHT,
    "BlockerCount": BLOCKER_COUNT,
    "ChannelReadiness": CHANNEL_READINESS,
    "ContactPoint": CONTACT_POINT,
    "ContactPreference": CONTACT_PREFERENCE,
    "CustomFieldDefinition": CUSTOM_FIELD_DEFINITION,
    "CustomFieldValue": CUSTOM_FIELD_VALUE,
    "Customer": CUSTOMER,
    "CustomerExport": CUSTOMER_EXPORT,
    "CustomerFacets": CUSTOMER_FACETS,
    "CustomerGroup": CUSTOMER_GROUP,
    "CustomerImport": CUSTOMER_IMPORT,
    "CustomerStats": CUSTOMER_STATS,
    "Delivery": DELIVERY,
    "ExportFailure": EXPORT_FAILURE,
    "FileDialect": FILE_DIALECT,
    "GroupCount": GROUP_COUNT,
    "GroupReadiness": GROUP_READINESS,
    "FieldChange": FIELD_CHANGE,
    "ImportCell": IMPORT_CELL,
    "ImportColumn": IMPORT_COLUMN,
    "ImportCounts": IMPORT_COUNTS,
    "ImportFailure": IMPORT_FAILURE,
    "ImportIssue": IMPORT_ISSUE,
    "ImportOptions": IMPORT_OPTIONS,
    "ImportPlan": IMPORT_PLAN,
    "ImportRow": IMPORT_ROW,
    "ImportUndoState": IMPORT_UNDO_STATE,
    "Merchant": MERCHANT,
    "MessageTag": MESSAGE_TAG,
    "MessageTemplate": MESSAGE_TEMPLATE,
    "Money": MONEY,
    "Payment": PAYMENT,
    "PaymentEvent": PAYMENT_EVENT,
    "PaymentRequest": PAYMENT_REQUEST,
    "PaymentRequestBatch": PAYMENT_REQUEST_BATCH,
    "Phone": PHONE,
    "PostalAddress": POSTAL_ADDRESS,
    "Progress": PROGRESS,
    "Readiness": READINESS,
    "RenderedMessage": RENDERED_MESSAGE,
    "RequestHeader": REQUEST_HEADER,
    "StagedUpload": STAGED_UPLOAD,
    "StagedUploadPayload": STAGED_UPLOAD_PAYLOAD,
    "TemplateIssue": TEMPLATE_ISSUE,
    "TemplateVariant": TEMPLATE_VARIANT,
    "TimelineEvent": TIMELINE_EVENT,
    "UndoKept": UNDO_KEPT,
    "Viewer": VIEWER,
    "WebhookEndpoint": WEBHOOK_ENDPOINT,
    "WebhookSubscription": WEBHOOK_SUBSCRIPTION,
    "WebhookMessage": WEBHOOK_MESSAGE,
    "WebhookAttempt": WEBHOOK_ATTEMPT,
    **PAYLOADS,
}
