"""Of changed customers the derived columns are worked out anew, in Python, where their rule is."""

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select, update

from db.constant import constant
from db.customers.parts import SAID, contact
from db.imports.outcomes import DERIVED
from db.imports.parts import MERCHANT, customer
from db.rows import given_rows
from db.statement import Statement

_contacts = (
    select(
        func.coalesce(
            func.jsonb_agg(
                func.jsonb_build_object(
                    *(constant("channel"), contact.c.channel, constant("value"), contact.c.value)
                )
            ),
            func.jsonb_build_array(),
        )
    )
    .where(contact.c.merchant_id == MERCHANT, contact.c.customer_id == customer.c.id)
    .scalar_subquery()
)

# id, what is said of each of `customers`, and `contacts` as a JSON array of channel and value.
UNDERIVED = Statement(
    select(customer.c.id, *SAID, _contacts.label("contacts")).where(
        customer.c.merchant_id == MERCHANT,
        customer.c.id == any_(bindparam("customers", type_=ARRAY(Uuid))),
    )
)

_derived = given_rows("derived", (customer.c.id, *(customer.c[name] for name in DERIVED)))

DERIVE = Statement(
    update(customer)
    .where(customer.c.merchant_id == MERCHANT, customer.c.id == _derived.c.id)
    .values({customer.c[name]: _derived.c[name] for name in DERIVED})
)
