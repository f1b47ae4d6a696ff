"""What the statements that create and that change customers have in common."""

from sqlalchemy import CTE, Uuid, bindparam, column, select
from sqlalchemy.dialects.postgresql import insert

from db.identity import identity
from db.rows import given_rows
from db.tables import ContactPoint, Customer
from db.tables.tenant import table_of

customer = table_of(Customer)
contact = table_of(ContactPoint)

MERCHANT = bindparam("merchant", type_=Uuid)

_KEPT_BY_STATEMENTS = (
    "merchant_id",
    "id",
    "version",
    "created_at",
    "updated_at",
    "group_id",
    "creation_source",
    "sms_block",
    "email_block",
    "sms_suppression",
    "email_suppression",
)

# What a use case says of a customer; the other columns are kept by the statements themselves.
SAID = tuple(c for c in customer.c if c.name not in _KEPT_BY_STATEMENTS)

EVENT_ID = column("event_id", Uuid)

_CONTACT_COLUMNS = tuple(c for c in contact.c if c.name != "merchant_id")

# kind, value and customer_id, one row for each identity that a customer is to have.
given_identities = given_rows("identities", (identity.c.kind, identity.c.value, identity.c.customer_id))


def adding_contacts() -> CTE:
    """Return the statement part that writes the contact points of the parameter `contacts`."""
    given = given_rows("contacts", _CONTACT_COLUMNS)
    return (
        insert(contact)
        .from_select(
            [contact.c.merchant_id, *_CONTACT_COLUMNS],
            select(MERCHANT, *(given.c[c.name] for c in _CONTACT_COLUMNS)),
        )
        .cte("added_contacts")
    )
