"""Groups, extra fields and customers: every combination of what may be missing, wrong or equal."""

from uuid import UUID

from domain.customer import identities_of
from domain.derived import derive
from domain.email import normalise_email
from domain.errors import EmailInvalid
from domain.group import group_key
from domain.phone import Phone, read_phone
from tests.graphql.dataset import awkward
from tests.graphql.dataset.merchants import Making, Row

CUSTOMERS = 27


def add_groups(making: Making) -> list[UUID]:
    """Add the groups; nobody is ever in the last one."""
    for name in awkward.GROUP_NAMES:
        created = making.moment()
        making.add(
            "customer_group",
            id=making.id_at(created),
            name=name,
            name_key=group_key(name),
            description=making.one_of((None, "", "Wer oft kommt 💛")),
            version=making.lot.randrange(1, 9),
            created_at=created,
            updated_at=max(created, making.moment()),
        )
    return [row["id"] for row in making.rows["customer_group"]]


def add_fields(making: Making) -> None:
    """Add one extra field of each type."""
    for position, (key, type_, _values) in enumerate(reversed(awkward.FIELDS)):
        making.add(
            "custom_field_definition",
            id=making.id_at(making.moment()),
            key=key,
            label=f"{key.title()} „Ä“",
            type=type_,
            options=list(awkward.OPTIONS) if type_ == "SELECT" else [],
            required=making.one_of((True, False)),
            personal_data=making.one_of((True, False)),
            position=position,
        )


def add_customers(making: Making) -> list[UUID]:
    """Add customers with their contacts, identities and counts."""
    groups = add_groups(making)
    add_fields(making)
    for number in range(CUSTOMERS):
        _add_customer(making, groups[:-1], f" {number}" if number > len(awkward.REFERENCES) else "")
    _add_counts(making, groups)
    return [row["id"] for row in making.rows["customer"]]


def _add_customer(making: Making, groups: list[UUID], unique: str) -> None:
    created = making.moment()
    reference = making.one_of(awkward.REFERENCES)
    names = {
        "first_name": making.one_of(awkward.FIRST_NAMES),
        "last_name": making.one_of(awkward.LAST_NAMES),
        "company_name": making.one_of(awkward.COMPANIES),
    }
    phone, email = making.one_of(awkward.PHONES), making.one_of(awkward.EMAILS)
    read = None if phone is None else read_phone(phone, making.region)
    known = {**names, "email": email, "external_reference": reference and reference + unique}
    customer = making.add(
        "customer",
        id=making.id_at(created),
        version=making.lot.randrange(1, 9),
        created_at=created,
        updated_at=max(created, making.moment()),
        salutation=making.one_of(("Frau", None)),
        **known,
        email_normal=_normal(email),
        **_phone_columns(read),
        **_address_columns(making),
        locale=making.one_of(awkward.LOCALES),
        note=making.one_of(awkward.NOTES),
        vat_id=making.one_of(("DE123456789", None)),
        group_id=making.one_of((*groups, *groups, None, None)),
        creation_source=making.one_of(("MANUAL", "PAYMENT", "IMPORT")),
        custom_fields=_field_values(making),
    )
    contacts = _add_contacts(making, customer["id"])
    derived = derive(
        **known,
        phone=read,
        further_emails=[one["value"] for one in contacts if one["channel"] == "EMAIL"],
        further_phones=[
            read_phone(one["value"], making.region) for one in contacts if one["channel"] == "SMS"
        ],
    )
    customer |= {name: getattr(derived, name) for name in ("display_name", "sort_name", "search_text")}
    _claim_identities(making, customer)


def _normal(email: str | None) -> str | None:
    try:
        return None if email is None else normalise_email(email)
    except EmailInvalid:
        return None


def _phone_columns(phone: Phone | None) -> Row:
    if phone is None:
        return dict.fromkeys(("phone_raw", "phone_e164", "phone_type", "phone_region"))
    return {
        "phone_raw": phone.raw,
        "phone_e164": phone.e164,
        "phone_type": phone.type,
        "phone_region": phone.region,
    }


def _address_columns(making: Making) -> Row:
    given = making.one_of(awkward.ADDRESSES)
    names = ("line1", "line2", "postal_code", "city", "region", "country")
    return {f"address_{name}": given.get(name) for name in names}


def _field_values(making: Making) -> Row:
    ids = {row["key"]: str(row["id"]) for row in making.rows["custom_field_definition"]}
    return {
        ids[key]: making.one_of(values) for key, _type, values in awkward.FIELDS if making.lot.random() < 0.4
    }


def _add_contacts(making: Making, customer_id: UUID) -> list[Row]:
    contacts = making.lot.sample(
        [("SMS", "+4915123456700"), ("EMAIL", "kasse@example.org"), ("SMS", "weiß nicht")],
        k=making.lot.choice((0, 0, 1, 3)),
    )
    return [
        making.add(
            "contact_point",
            id=making.id_at(making.moment()),
            customer_id=customer_id,
            position=position,
            channel=channel,
            value=value,
            label=making.one_of(("Büro", None)),
        )
        for position, (channel, value) in enumerate(contacts)
    ]


def _claim_identities(making: Making, customer: Row) -> None:
    """Let each identity lead to the first customer who has it."""
    taken = {(row["kind"], row["value"]) for row in making.rows["customer_identity"]}
    identities = identities_of(
        customer["phone_e164"], customer["email_normal"], customer["external_reference"]
    )
    for kind, value in identities:
        if (kind, value) not in taken:
            making.add("customer_identity", kind=kind, value=value, customer_id=customer["id"])


def _add_counts(making: Making, groups: list[UUID]) -> None:
    """Spread each count over two slots, one of them below nothing, as moves leave them."""
    for group in (*groups, None):
        members = sum(row["group_id"] == group for row in making.rows["customer"])
        for slot, customers in ((3, members + 5), (9, -5)):
            making.add("customer_count", group_id=group or UUID(int=0), slot=slot, customers=customers)
