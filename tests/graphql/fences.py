"""Whether each table that a planned statement reads is fenced by the merchant, told from its text."""

import re
from dataclasses import replace

from sqlmodel import SQLModel

import db.tables  # noqa: F401 - registers the tables
from db.plan.build import Fact
from db.plan.compile import Plan

# api_key is no tenant table, but who reads it for a merchant names the merchant as well.
TABLES = sorted(table.name for table in SQLModel.metadata.tables.values() if "merchant_id" in table.columns)
_READ = re.compile(rf"\b(?:{'|'.join(TABLES)})\b(?: AS (\w+))?")


def unfenced(plan: Plan) -> list[str]:
    """Return the occurrences of tables that are not compared with the caller's merchant."""
    return [name for name in occurrences(plan) if not any(fence in plan.sql for fence in _fences(plan, name))]


def occurrences(plan: Plan) -> list[str]:
    """Return the names under which tables are read; a table's own where it has no other."""
    found = _READ.finditer(_without_texts(plan.sql))
    # A sub-select that is computed from is written wherever its value is needed.
    return list(dict.fromkeys(one[1] or one[0] for one in found if _is_read(one)))


def without_fence(plan: Plan, name: str) -> Plan:
    """Return a plan in which one occurrence shows every merchant's rows."""
    sql = plan.sql
    for number, fence in zip(_merchants(plan), _fences(plan, name), strict=True):
        sql = sql.replace(fence, f"${number}::UUID IS NOT NULL")
    return replace(plan, sql=sql)


def without_fences(plan: Plan) -> Plan:
    """Return a plan in which no occurrence is fenced."""
    for name in occurrences(plan):
        plan = without_fence(plan, name)
    return plan


def _fences(plan: Plan, name: str) -> list[str]:
    return [f"{name}.merchant_id = ${number}::UUID" for number in _merchants(plan)]


def _merchants(plan: Plan) -> list[int]:
    """Return which arguments of the statement are the caller's merchant."""
    return [number for number, value in enumerate(plan.parameters, start=1) if value == Fact("merchant_id")]


def _without_texts(sql: str) -> str:
    return re.sub(r"'(?:[^']|'')*'", "''", sql)


def _is_read(found: re.Match[str]) -> bool:
    """Tell a table that is read from a column or function that is called like one."""
    before = found.string[: found.start()].rstrip()
    return before.endswith(("FROM", "JOIN", ","))
