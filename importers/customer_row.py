"""What one row of a file says of one customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domain.field_value import FieldValue
from domain.issues import Issue, IssueSeverity
from domain.phone import Phone
from importers.cells import Cell


@dataclass(frozen=True, slots=True)
class Email:
    """An address as it is written, and as it is compared; None when it is none."""

    raw: str
    normal: str | None


# Not frozen, nor is the row: that would make a million of them three times as dear.
@dataclass(slots=True)
class Address:
    """A postal address; `country` is a code of ISO 3166-1. At least one line is there."""

    line1: str | None = None
    line2: str | None = None
    postal_code: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None


@dataclass(slots=True)
class CustomerRow:
    """A draft of a customer. `number` is the row as the spreadsheet shows it, from 1; None is a blank cell.

    `groups` holds the names as written, each group once; a row that can be imported has at most one.
    `kontor_id` is the id of the customer whose row of an export it was.
    `custom_fields` holds values by key, as `field_value` keeps them; a blank cell has no entry. `cells` are
    the row as it stands in the file.
    """

    number: int
    external_reference: str | None = None
    salutation: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company_name: str | None = None
    phone: Phone | None = None
    email: Email | None = None
    groups: tuple[str, ...] = ()
    address: Address | None = None
    locale: str | None = None
    note: str | None = None
    vat_id: str | None = None
    kontor_id: UUID | None = None
    custom_fields: Mapping[str, FieldValue] = field(default_factory=dict)
    cells: Sequence[Cell] = field(default=(), compare=False, repr=False)
    issues: tuple[Issue, ...] = ()

    @property
    def rejected(self) -> bool:
        """Whether an issue keeps this row out."""
        return any(issue.severity is IssueSeverity.ERROR for issue in self.issues)
