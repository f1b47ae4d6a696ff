"""A selector becomes the statement that yields what an export says of the customers it means."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from db.plan.build import Build, conditions_of
from db.plan.catalog import CATALOG
from db.plan.choose import meant
from db.plan.chosen import Chosen
from db.plan.compile import compiled_plan
from db.plan.row import Row
from db.tables import Customer, CustomerGroup
from domain.caller import Caller
from domain.columns import ColumnKey

# What of a customer stands in which cell; what stands elsewhere is read below.
_COLUMNS: Mapping[ColumnKey, Any] = {
    ColumnKey.EXTERNAL_REFERENCE: Customer.external_reference,
    ColumnKey.SALUTATION: Customer.salutation,
    ColumnKey.FIRST_NAME: Customer.first_name,
    ColumnKey.LAST_NAME: Customer.last_name,
    ColumnKey.COMPANY_NAME: Customer.company_name,
    ColumnKey.EMAIL: Customer.email,
    ColumnKey.ADDRESS_LINE1: Customer.address_line1,
    ColumnKey.ADDRESS_LINE2: Customer.address_line2,
    ColumnKey.POSTAL_CODE: Customer.address_postal_code,
    ColumnKey.CITY: Customer.address_city,
    ColumnKey.REGION: Customer.address_region,
    ColumnKey.COUNTRY: Customer.address_country,
    ColumnKey.LOCALE: Customer.locale,
    ColumnKey.NOTE: Customer.note,
    ColumnKey.VAT_ID: Customer.vat_id,
    ColumnKey.KONTOR_ID: Customer.id,
}


def exported_customers(selector: Mapping[str, Any], caller: Caller) -> Chosen:
    """Return the statement whose rows are, per customer, a value for each ColumnKey and then `custom_fields`.

    A phone is E.164, or as it was written where it is no number. In the order of names.
    Errors: ArgumentRefused for a value that can't be used.
    """
    build, row, group = Build(CATALOG), Row.of(Customer), Row.of(CustomerGroup)
    elsewhere: dict[ColumnKey, ColumnElement[Any]] = {
        ColumnKey.PHONE: func.coalesce(row[Customer.phone_e164], row[Customer.phone_raw]),
        ColumnKey.GROUP: group[CustomerGroup.name],
    }
    cells: list[ColumnElement[Any]] = [
        elsewhere[key] if key in elsewhere else row[_COLUMNS[key]] for key in ColumnKey
    ]
    in_group = and_(
        group[CustomerGroup.merchant_id] == build.merchant,
        group[CustomerGroup.id] == row[Customer.group_id],
    )
    statement = (
        select(*cells, row[Customer.custom_fields])
        .select_from(row.source.outerjoin(group.source, in_group))
        .order_by(row[Customer.sort_name], row[Customer.id])
    )
    return _chosen(build, statement, row, selector, caller)


def counted_customers(selector: Mapping[str, Any], caller: Caller) -> Chosen:
    """Return the statement that tells how many they are."""
    build, row = Build(CATALOG), Row.of(Customer)
    return _chosen(build, select(func.count()).select_from(row.source), row, selector, caller)


def _chosen(
    build: Build, statement: Select[*tuple[Any, ...]], row: Row, selector: Mapping[str, Any], caller: Caller
) -> Chosen:
    meaning = conditions_of(build, row, Customer.merchant_id, meant(build, row, selector))
    plan = compiled_plan(build, statement.where(and_(*meaning)))
    return Chosen(plan.sql, plan.arguments(caller, {}, {"merchant_id": caller.merchant_id}))
