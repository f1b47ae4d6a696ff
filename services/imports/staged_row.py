"""The draft of a row becomes what is staged of it, and its issues what is stored of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from typing import Any

import orjson

from db.copy_text import copy_array, copy_line
from domain.derived import derive
from domain.group import group_key
from domain.ids import new_id_text
from domain.import_outcome import RowOutcome
from domain.issues import ImportIssueCode, Issue
from importers.customer_row import Address, CustomerRow

# In the order in which `staged_line` gives the values.
COLUMNS = (
    *("merchant_id", "import_id", "customer_id", "event_id", "group_event_id", "new_group_id"),
    *("row", "group_name", "group_key"),
    *("salutation", "first_name", "last_name", "company_name"),
    *("display_name", "sort_name", "search_text"),
    *("phone_raw", "phone_e164", "phone_type", "phone_region", "email", "email_normal"),
    *("address_line1", "address_line2", "address_postal_code"),
    *("address_city", "address_region", "address_country"),
    *("locale", "external_reference", "note", "vat_id", "kontor_id", "custom_fields", "unread"),
    *("cells", "outcome", "unreadable"),
)

_NO_PHONE = (None, None, None, None)
_NO_EMAIL = (None, None)
_NO_ADDRESS = astuple(Address())
# A cell with one of these is not blank, and yet there is no value.
_UNREAD = {ImportIssueCode.TYPE_MISMATCH, ImportIssueCode.OPTION_UNKNOWN, ImportIssueCode.FORMULA_CELL}


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What holds for all rows: ids of custom fields by key, and name of the group that all join, if any."""

    merchant_id: str
    import_id: str
    region: str
    field_ids: Mapping[str, str]
    group_name: str | None = None


def staged_line(row: CustomerRow, assumed: Assumptions, cells: str) -> str:
    """Return a line for COPY with a value for each of COLUMNS; `cells` is what row_cells makes of the row."""
    group_name = assumed.group_name or (row.groups[0] if row.groups else None)
    key = group_key(group_name) if group_name else None
    return copy_line(
        [
            *(assumed.merchant_id, assumed.import_id, *_ids(key)),
            *(str(row.number), group_name, key),
            *_who(row),
            *(_address(row.address) if row.address else _NO_ADDRESS),
            *(row.locale, row.external_reference, row.note, row.vat_id),
            str(row.kontor_id) if row.kontor_id else None,
            _fields(row.custom_fields, assumed) if row.custom_fields else "{}",
            _unread(row.issues, assumed) if row.issues else None,
            *((cells, RowOutcome.REJECTED.value, "t") if row.rejected else (cells, None, "f")),
        ]
    )


def _ids(key: str | None) -> tuple[str | None, ...]:
    """Return an id for whatever may come of a row, in the order in which it would come to be."""
    return (new_id_text(), new_id_text(), new_id_text(), _group_id(key) if key else None)


@lru_cache(maxsize=4096)
def _group_id(_group_key: str) -> str:
    # One per name saves making most of them; which of several is taken does not matter.
    return new_id_text()


def _who(row: CustomerRow) -> tuple[str | None, ...]:
    phone, email = row.phone, row.email
    derived = derive(
        first_name=row.first_name,
        last_name=row.last_name,
        company_name=row.company_name,
        email=email.raw if email else None,
        external_reference=row.external_reference,
        phone=phone,
    )
    return (
        *(row.salutation, row.first_name, row.last_name, row.company_name),
        *(derived.display_name, derived.sort_name, derived.search_text),
        *((phone.raw, phone.e164, phone.type.value, phone.region) if phone else _NO_PHONE),
        *((email.raw, email.normal) if email else _NO_EMAIL),
    )


def stored_issues(issues: Iterable[Sequence[Issue]]) -> list[dict[str, Any]]:
    """Return the issues of several rows as they are stored, by column name and JSON-able."""
    return [_stored(issue, position) for of_row in issues for position, issue in enumerate(of_row)]


def _stored(issue: Issue, position: int) -> dict[str, Any]:
    return {
        "row": issue.row,
        "position": position,
        "column": issue.column,
        "header": issue.header,
        "field": ".".join(issue.field) or None,
        "code": issue.code,
        "severity": issue.severity,
        "raw_value": issue.raw_value,
        "suggestion": issue.suggestion,
        "facts": dict(issue.facts),
    }


def _address(address: Address) -> tuple[str | None, ...]:
    lines = (address.line1, address.line2, address.postal_code, address.city)
    return (*lines, address.region, address.country)


def _fields(values: Mapping[str, Any], assumed: Assumptions) -> str:
    return orjson.dumps({assumed.field_ids[key]: value for key, value in values.items()}).decode()


def _unread(issues: Iterable[Issue], assumed: Assumptions) -> str | None:
    """Return what is not blank and could not be read: custom fields by their ids, others by our names."""
    names = [_name(issue.field, assumed) for issue in issues if issue.code in _UNREAD]
    return copy_array(names) if names else None


def _name(field: tuple[str, ...], assumed: Assumptions) -> str:
    return assumed.field_ids[field[1]] if field[:1] == ("custom_fields",) else "_".join(field)
