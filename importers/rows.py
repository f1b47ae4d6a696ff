"""The cells of a row become the draft of a customer."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from uuid import UUID

from domain.columns import ColumnKey, CustomColumn
from domain.email import normalise_email
from domain.errors import EmailInvalid
from domain.examples import is_example
from domain.field_value import FieldValue
from domain.issues import ImportIssueCode, IssueSeverity
from domain.phone import Phone
from importers.cells import Cell
from importers.customer_row import Address, CustomerRow, Email
from importers.findings import Finding
from importers.groups import read_groups
from importers.headers import FileColumn
from importers.limits import Limits
from importers.phones import read_phone_cell
from importers.row_findings import RowFindings
from importers.row_texts import RowTexts
from importers.values import read_country_cell, read_custom_value, read_kontor_id, read_locale


class RowReader:
    """Reads the rows of one file; what can be known from its columns is worked out once."""

    def __init__(
        self,
        columns: Sequence[FileColumn],
        region: str,
        limits: Limits,
        *,
        typed: bool,
        decimal_sign: str | None = None,
    ) -> None:
        self._texts = RowTexts(columns, limits, typed=typed)
        self._region = region
        self._decimal_sign = decimal_sign
        self._by_key = {column.target: column for column in columns if isinstance(column.target, ColumnKey)}
        # A blank cell is put behind each row, at -1, for the columns that the file does not have.
        indexes = (self._by_key[key].index if key in self._by_key else -1 for key in ColumnKey)
        self._in_order = itemgetter(*indexes)
        self._custom = [(column, t) for column in columns if isinstance(t := column.target, CustomColumn)]

    def read(self, number: int, cells: Sequence[Cell]) -> CustomerRow | None:
        """Return the draft of a row; None for a blank row and for an example row of our template.

        Errors: CellTooLong for a cell that no spreadsheet could hold.
        """
        found = RowFindings(number)
        texts = self._texts.read(cells, found)
        if not any(texts):
            return None
        return self._draft(number, cells, [*texts, ""], found)

    def _draft(
        self, number: int, cells: Sequence[Cell], texts: Sequence[str], found: RowFindings
    ) -> CustomerRow | None:
        reference, salutation, first, last, company, phone, email, group, *rest = self._in_order(texts)
        *address, locale, note, vat_id, kontor_id = rest
        if is_example(reference, first, last):
            return None
        _check_known(found, phone or email, reference or first or last or company or kontor_id)
        customer_id = self._kontor_id(kontor_id, found) if kontor_id else None
        return CustomerRow(
            number=number,
            external_reference=reference or None,
            salutation=salutation or None,
            first_name=first or None,
            last_name=last or None,
            company_name=company or None,
            phone=self._phone(cells, phone, found, exported=customer_id is not None) if phone else None,
            email=self._email(email, found) if email else None,
            groups=self._groups(group, found) if group else (),
            address=self._address(address, found) if any(address) else None,
            locale=self._locale(locale, found) if locale else None,
            note=note or None,
            vat_id=vat_id or None,
            kontor_id=customer_id,
            custom_fields=self._custom_fields(cells, texts, found) if self._custom else {},
            cells=cells,
            issues=found.ordered() if found.issues else (),
        )

    def _phone(self, cells: Sequence[Cell], text: str, found: RowFindings, *, exported: bool) -> Phone:
        column = self._by_key[ColumnKey.PHONE]
        phone, findings = read_phone_cell(cells[column.index], text, self._region, exported=exported)
        found.at_cell(column, text, findings)
        return phone

    def _email(self, text: str, found: RowFindings) -> Email:
        try:
            return Email(text, normalise_email(text))
        except EmailInvalid:
            found.at_cell(self._by_key[ColumnKey.EMAIL], text, (Finding(ImportIssueCode.EMAIL_INVALID),))
            return Email(text, None)

    def _groups(self, text: str, found: RowFindings) -> tuple[str, ...]:
        groups, findings = read_groups(text)
        found.at_cell(self._by_key[ColumnKey.GROUP], text, findings)
        return groups

    def _address(self, cells: Sequence[str], found: RowFindings) -> Address | None:
        *lines, country = cells
        code = None
        if country:
            code, findings = read_country_cell(country)
            found.at_cell(self._by_key[ColumnKey.COUNTRY], country, findings)
        parts = (*(line or None for line in lines), code)
        return Address(*parts) if any(parts) else None

    def _locale(self, text: str, found: RowFindings) -> str | None:
        locale, findings = read_locale(text)
        found.at_cell(self._by_key[ColumnKey.LOCALE], text, findings)
        return locale

    def _kontor_id(self, text: str, found: RowFindings) -> UUID | None:
        customer_id, findings = read_kontor_id(text)
        found.at_cell(self._by_key[ColumnKey.KONTOR_ID], text, findings)
        return customer_id

    def _custom_fields(
        self, cells: Sequence[Cell], texts: Sequence[str], found: RowFindings
    ) -> Mapping[str, FieldValue]:
        values: dict[str, FieldValue] = {}
        for column, target in self._custom:
            if text := texts[column.index]:
                value, findings = read_custom_value(
                    target, cells[column.index], text, self._region, self._decimal_sign
                )
                found.at_cell(column, text, findings)
                if value is not None:
                    values[target.key] = value
        return values


def _check_known(found: RowFindings, contact: str, name: str) -> None:
    if not contact and not name:
        found.at_row(ImportIssueCode.REQUIRED_MISSING, IssueSeverity.ERROR)
    elif not contact:
        found.at_row(ImportIssueCode.NO_CONTACT_CHANNEL, IssueSeverity.WARNING)
