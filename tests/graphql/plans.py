"""The plans of an operation, by response key; and two operations in which nearly everything occurs."""

from app.graphql.operations import Operations, PlannedRoot
from app.graphql.schema import KontorSchema
from db.plan.compile import Plan

_CUSTOMERS = """{
  customers(
    first: 250, sortBy: {field: GROUP}
    where: {NOT: {customField: [{key: "no_such_key", eq: 1}], totalPaid: {currency: "EUR", gte: "1"}}}
  ) {
    totalCount
    facets { ungrouped byGroup { count group { name readiness { smsReady emailReady } } } blocked { count } }
    pageInfo { hasNextPage endCursor }
    nodes {
      id displayName customField(key: "visits") { value } customFields { value definition { key } }
      additionalContacts { value } stats { paymentCount totalPaid { amount } lastPaymentAt }
      group { id customerCount customers(last: 3) { totalCount nodes { displayName } } }
      payments(last: 2) { totals { amount } nodes { reference customer { id } events { amount { amount } } } }
      timeline(first: 3) { nodes { data actor { kind name } } }
    }
  }
  found: customers(query: "a", sortBy: {field: LAST_PAYMENT_AT, direction: DESC}) { nodes { id } }
  payments(first: 250, where: {groupIds: {none: []}}, sortBy: {field: STATUS}) { totalCount nodes { id } }
  customerGroups { nodes { name customerCount readiness { blocked { blocker count } } } }
  customFieldDefinitions { id key options }
  customerImports { nodes { fileName sha256 columns { header } issues { totalCount nodes { rawValue } } } }
  viewer { merchant { name } actor { name } }
  customer(phone: "030 901820") { id }
  customerGroup(name: "Stammkunden") { id customers { nodes { id } } }
}"""
_REQUESTS = """{
  paymentRequests { nodes { batch { id } payment { id } messages { text } deliveries { message { text } } } }
  paymentRequestBatches { nodes {
    preflight { total { formatted } willSkip { count } samples { text } warnings { message } }
    requests(first: 5) { totalCount nodes { id customer { stats { openRequestCount } } } }
  } }
  messageTemplates { name variants { body } issues { message } }
  webhookEndpoints { url secret }
  webhookSubscriptions { secret messages { totalCount nodes { data attempts { error } } } }
}"""
# Together they have more root fields than one operation may.
BROAD = (_CUSTOMERS, _REQUESTS)


def plans_of(text: str) -> dict[str, Plan]:
    """Return the plan of each root field of an operation without variables."""
    operations = Operations(KontorSchema())
    operation = operations.operation(text, None)
    variant = operations.variant(operation, operations.variables(operation, {}))
    return {
        root.field.key: root.plan
        for root in variant.roots
        if isinstance(root, PlannedRoot) and root.plan is not None
    }
