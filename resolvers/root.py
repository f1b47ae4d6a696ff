"""The table of contents: every root field with its permission, and what reads or does it.

API keys stand in root_keys.py, webhooks in root_webhooks.py, what can be followed in root_followed.py.
"""

import strawberry

from domain.access import Permission
from resolvers import arguments as say
from resolvers import (
    contact_preferences,
    custom_fields,
    customers,
    exports,
    groups,
    import_decisions,
    import_undo,
    imports,
    memberships,
    messages,
    payment_request_batches,
    payment_requests,
    payments,
    staged_uploads,
    templates,
)
from resolvers.fields import computes, does, reads, tells
from resolvers.root_keys import KeyMutation, KeyQuery
from resolvers.root_webhooks import WebhookMutation, WebhookQuery
from schema.custom_field import CustomFieldDefinition
from schema.customer import Customer, CustomerConnection
from schema.customer_export import CustomerExport
from schema.customer_import import CustomerImport
from schema.group import CustomerGroup
from schema.inputs.customer_where import CustomersSorted, CustomersWhere, Search
from schema.inputs.payment_request_where import REQUEST_LIST
from schema.inputs.payment_where import PaymentsSorted, PaymentsWhere
from schema.job import Job
from schema.merchant import Viewer
from schema.message_template import MessageTag, MessageTemplate
from schema.node import Node
from schema.page import BOTH_WAYS, Connection
from schema.payloads.custom_field import CustomFieldDefinitionPayload
from schema.payloads.customer import CustomerBulkPayload, CustomerPayload
from schema.payloads.customer_export import CustomerExportPayload
from schema.payloads.customer_import import CustomerImportPayload, UndoPayload
from schema.payloads.deletion import DeletePayload
from schema.payloads.group import CustomerGroupPayload
from schema.payloads.message_template import MessageTemplatePayload
from schema.payloads.payment import PaymentPayload, PaymentRecordPayload
from schema.payloads.payment_request import PaymentRequestPayload
from schema.payloads.payment_request_batch import PaymentRequestBatchPayload
from schema.payment import Payment, PaymentConnection
from schema.payment_request import PaymentRequest
from schema.payment_request_batch import PaymentRequestBatch
from schema.rendered_message import RenderedMessage
from schema.scalars import URL
from schema.staged_upload import StagedUploadPayload

_CUSTOMERS, _CHANGE_CUSTOMERS = Permission.CUSTOMERS_READ, Permission.CUSTOMERS_WRITE
_PAYMENTS, _CHANGE_PAYMENTS = Permission.PAYMENTS_READ, Permission.PAYMENTS_WRITE
_REQUESTS, _CHANGE_REQUESTS = Permission.PAYMENT_REQUESTS_READ, Permission.PAYMENT_REQUESTS_WRITE
_IMPORTS, _CHANGE_IMPORTS = Permission.IMPORTS_READ, Permission.IMPORTS_WRITE
_CHANGE_FIELDS = Permission.CUSTOM_FIELDS_MANAGE
_TEMPLATES, _CHANGE_TEMPLATES = Permission.PAYMENT_REQUESTS_READ, Permission.MESSAGE_TEMPLATES_MANAGE
_LIST = {**BOTH_WAYS, "query": Search, "where": CustomersWhere, "sort_by": CustomersSorted}
_HISTORY = {**BOTH_WAYS, "where": PaymentsWhere, "sort_by": PaymentsSorted}


@strawberry.type(description="What can be read.")
class Query(KeyQuery, WebhookQuery):
    node: Node | None = reads(_CUSTOMERS, "What an id names; null when it names nothing.", id=say.AnyId)
    nodes: list[Node | None] = reads(_CUSTOMERS, "What each id names, in the order given.", ids=say.AnyIds)
    viewer: Viewer = reads(None, "Who is asking, and what it may do.")
    customer: Customer | None = reads(
        _CUSTOMERS, "One customer, by exactly one of these.", **say.ONE_CUSTOMER
    )
    customers: CustomerConnection = reads(
        _CUSTOMERS, "The customers, by name unless sorted otherwise.", **_LIST
    )
    customer_group: CustomerGroup | None = reads(
        _CUSTOMERS, "One group, by exactly one of these.", **say.ONE_GROUP
    )
    customer_groups: Connection[CustomerGroup] = reads(
        _CUSTOMERS, "The groups, by name.", **BOTH_WAYS, query=say.GroupSearch
    )
    custom_field_definitions: list[CustomFieldDefinition] = reads(
        _CUSTOMERS, "The merchant's own fields, in order."
    )
    message_tags: list[MessageTag] = tells(
        _TEMPLATES,
        messages.message_tags,
        "The tags that can stand in message templates: ours, then the merchant's own fields.",
    )
    message_templates: list[MessageTemplate] = reads(
        _TEMPLATES, "The message templates, by kind: the default one first, then by name."
    )
    message_template: MessageTemplate | None = reads(
        _TEMPLATES, "One message template.", id=messages.TemplateIdArgument
    )
    message_preview: list[RenderedMessage] = tells(
        _TEMPLATES,
        messages.message_preview,
        "What would be sent to a customer, word for word but for the ends of its links, on each channel. "
        "Without a customer, each variant with usual values.",
    )
    payment: Payment | None = reads(_PAYMENTS, "One payment.", id=say.PaymentIdArgument)
    payments: PaymentConnection = reads(
        _PAYMENTS, "The payment history, the latest first unless sorted otherwise.", **_HISTORY
    )
    payment_request: PaymentRequest | None = reads(
        _REQUESTS, "One payment request.", id=say.RequestIdArgument
    )
    payment_requests: Connection[PaymentRequest] = reads(
        _REQUESTS, "The payment requests, the latest first.", **REQUEST_LIST
    )
    payment_request_batch: PaymentRequestBatch | None = reads(
        _REQUESTS, "One batch of payment requests.", id=say.BatchIdArgument
    )
    payment_request_batches: Connection[PaymentRequestBatch] = reads(
        _REQUESTS, "The batches of payment requests, the latest first.", **BOTH_WAYS
    )
    customer_import: CustomerImport | None = reads(_IMPORTS, "One import of a file.", id=say.ImportIdArgument)
    customer_imports: Connection[CustomerImport] = reads(
        _IMPORTS, "The imports, the latest first.", **BOTH_WAYS
    )
    customer_export: CustomerExport | None = reads(
        _CUSTOMERS, "One export into a file.", id=say.ExportIdArgument
    )
    customer_exports: Connection[CustomerExport] = reads(
        _CUSTOMERS, "The exports, the latest first.", **BOTH_WAYS
    )
    job: Job | None = reads(_IMPORTS, "Work that goes on after the answer.", id=say.JobIdArgument)
    customer_import_template: URL = computes(
        _IMPORTS, templates.customer_import_template, "Where the import template can be fetched for an hour."
    )


@strawberry.type(
    description="What can be changed. Each answers what it changed, and in `userErrors` why not."
)
class Mutation(KeyMutation, WebhookMutation):
    customer_create: CustomerPayload = does(
        _CHANGE_CUSTOMERS, customers.customer_create, "Add a customer.", once=True
    )
    customer_update: CustomerPayload = does(
        _CHANGE_CUSTOMERS,
        customers.customer_update,
        "Change a customer: what is left out stays, null clears.",
    )
    customer_delete: DeletePayload = does(
        _CHANGE_CUSTOMERS, customers.customer_delete, "Delete a customer who has never paid or been asked to."
    )
    customer_bulk_create: CustomerBulkPayload = does(
        _CHANGE_CUSTOMERS, customers.customer_bulk_create, "Add up to 250 customers at once.", once=True
    )
    customer_set_group: CustomerPayload = does(
        _CHANGE_CUSTOMERS, memberships.customer_set_group, "Put a customer into a group, or into none."
    )
    customer_bulk_set_group: CustomerBulkPayload = does(
        _CHANGE_CUSTOMERS,
        memberships.customer_bulk_set_group,
        "Put many customers into a group, or into none.",
    )
    contact_preference_set: CustomerPayload = does(
        _CHANGE_CUSTOMERS,
        contact_preferences.contact_preference_set,
        "Say what a customer wants to get; what holds already stays as it is.",
    )
    customer_group_create: CustomerGroupPayload = does(
        _CHANGE_CUSTOMERS, groups.customer_group_create, "Make a group, and put customers into it."
    )
    customer_group_update: CustomerGroupPayload = does(
        _CHANGE_CUSTOMERS, groups.customer_group_update, "Change the name or description of a group."
    )
    customer_group_delete: DeletePayload = does(
        _CHANGE_CUSTOMERS, groups.customer_group_delete, "Take a group away; its customers stay."
    )
    customer_group_add_customers: CustomerGroupPayload = does(
        _CHANGE_CUSTOMERS, groups.customer_group_add_customers, "Put customers into a group."
    )
    customer_group_remove_customers: CustomerGroupPayload = does(
        _CHANGE_CUSTOMERS, groups.customer_group_remove_customers, "Take customers out of a group, into none."
    )
    custom_field_definition_create: CustomFieldDefinitionPayload = does(
        _CHANGE_FIELDS, custom_fields.custom_field_definition_create, "Add a field to all customers."
    )
    custom_field_definition_update: CustomFieldDefinitionPayload = does(
        _CHANGE_FIELDS, custom_fields.custom_field_definition_update, "Change what is given of a field."
    )
    custom_field_definition_delete: DeletePayload = does(
        _CHANGE_FIELDS, custom_fields.custom_field_definition_delete, "Take a field away, with its values."
    )
    message_template_save: MessageTemplatePayload = does(
        _CHANGE_TEMPLATES,
        messages.message_template_save,
        "Make a message template, or change one.",
        once=True,
    )
    message_template_delete: DeletePayload = does(
        _CHANGE_TEMPLATES,
        messages.message_template_delete,
        "Take a message template away, unless it is the default one of its kind.",
    )
    payment_record: PaymentRecordPayload = does(
        _CHANGE_PAYMENTS, payments.payment_record, "Put a payment into the history.", key_required=True
    )
    payment_refund: PaymentPayload = does(
        _CHANGE_PAYMENTS, payments.payment_refund, "Give a payment back.", key_required=True
    )
    payment_request_create: PaymentRequestPayload = does(
        _CHANGE_REQUESTS,
        payment_requests.payment_request_create,
        "Ask a customer for money, on each channel that reaches them; if none does, that is kept as well.",
        key_required=True,
    )
    payment_request_resend: PaymentRequestPayload = does(
        _CHANGE_REQUESTS,
        payment_requests.payment_request_resend,
        "Send a payment request once more, once nothing of it is on its way any longer.",
        key_required=True,
    )
    payment_request_cancel: PaymentRequestPayload = does(
        _CHANGE_REQUESTS,
        payment_requests.payment_request_cancel,
        "Call a payment request off: what has not begun to go out never does.",
    )
    payment_request_batch_create: PaymentRequestBatchPayload = does(
        _CHANGE_REQUESTS,
        payment_request_batches.payment_request_batch_create,
        "Have it found out what payment requests to many customers would send; nothing is sent yet.",
        once=True,
    )
    payment_request_batch_send: PaymentRequestBatchPayload = does(
        _CHANGE_REQUESTS,
        payment_request_batches.payment_request_batch_send,
        "Send what the preflight of a batch shows; when that holds no longer, the batch gets a new one.",
        key_required=True,
    )
    payment_request_batch_cancel: PaymentRequestBatchPayload = does(
        _CHANGE_REQUESTS,
        payment_request_batches.payment_request_batch_cancel,
        "Call a batch off: what is not out yet does not go out.",
    )
    customer_export_create: CustomerExportPayload = does(
        Permission.CUSTOMERS_EXPORT,
        exports.customer_export_create,
        "Write customers into a file: all, some, or those for whom a filter holds.",
        once=True,
    )
    staged_upload_create: StagedUploadPayload = does(
        _CHANGE_IMPORTS,
        staged_uploads.staged_upload_create,
        "Announce a file, of up to 512 MiB, and be told where to send it.",
    )
    customer_import_create: CustomerImportPayload = does(
        _CHANGE_IMPORTS, imports.customer_import_create, "Import a file of customers.", once=True
    )
    customer_import_configure: CustomerImportPayload = does(
        _CHANGE_IMPORTS,
        import_decisions.customer_import_configure,
        "Have a file read in another way, and its plan made anew; nothing of it may have been imported.",
    )
    customer_import_commit: CustomerImportPayload = does(
        _CHANGE_IMPORTS,
        import_decisions.customer_import_commit,
        "Carry out the plan of an import; when it holds no longer, the import has a new one.",
    )
    customer_import_cancel: CustomerImportPayload = does(
        _CHANGE_IMPORTS,
        import_decisions.customer_import_cancel,
        "Call an import off; what it has imported stays.",
    )
    customer_import_undo: UndoPayload = does(
        _CHANGE_IMPORTS,
        import_undo.customer_import_undo,
        "Take back what an import did to customers; who was edited or has paid since is kept.",
    )
