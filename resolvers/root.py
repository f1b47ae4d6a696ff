"""The table of contents: every root field with its permission, and what reads or does it."""

import strawberry

from domain.access import Permission
from resolvers import arguments as say
from resolvers.fields import reads
from schema.custom_field import CustomFieldDefinition
from schema.customer import Customer, CustomerConnection
from schema.customer_import import CustomerImport
from schema.group import CustomerGroup
from schema.inputs.customer_where import CustomersSorted, CustomersWhere, Search
from schema.inputs.payment_where import PaymentsSorted, PaymentsWhere
from schema.merchant import Viewer
from schema.node import Node
from schema.page import BOTH_WAYS, Connection
from schema.payment import Payment, PaymentConnection

_CUSTOMERS, _PAYMENTS, _IMPORTS = (
    Permission.CUSTOMERS_READ,
    Permission.PAYMENTS_READ,
    Permission.IMPORTS_READ,
)
_LIST = {**BOTH_WAYS, "query": Search, "where": CustomersWhere, "sort_by": CustomersSorted}
_HISTORY = {**BOTH_WAYS, "where": PaymentsWhere, "sort_by": PaymentsSorted}


@strawberry.type(description="What can be read.")
class Query:
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
    payment: Payment | None = reads(_PAYMENTS, "One payment.", id=say.PaymentIdArgument)
    payments: PaymentConnection = reads(
        _PAYMENTS, "The payment history, the latest first unless sorted otherwise.", **_HISTORY
    )
    customer_import: CustomerImport | None = reads(_IMPORTS, "One import of a file.", id=say.ImportIdArgument)
    customer_imports: Connection[CustomerImport] = reads(
        _IMPORTS, "The imports, the latest first.", **BOTH_WAYS
    )
