"""Every file of tests/files comes in, or is refused, as its manifest says."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest

from domain.custom_field import CustomFieldType
from domain.locale import Locale
from domain.texts import say
from domain.wording import column_letters
from tests.services.imports.importing import FILES, Desk, Report

_NO_CORPUS = {"README.md", "manifest.toml", ".gitattributes"}


@dataclass(frozen=True, slots=True)
class Expected:
    """What a file comes to. Whatever is not said is not there, but for `dialect` and `customers`.

    `issues` name their cell as a spreadsheet does, or only its row: `I4 PHONE_INVALID`. `customers` are in
    the order of their names, and only the columns that are said of each are compared; "" is null.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    issues: list[str] = field(default_factory=list)
    customers: list[Mapping[str, Any]] = field(default_factory=list)
    groups: Mapping[str, int] | None = None
    dialect: Mapping[str, Any] = field(default_factory=dict)
    failure: Mapping[str, Any] | None = None
    region: str = "DE"
    options: Mapping[str, Any] = field(default_factory=dict)
    fields: list[Mapping[str, Any]] = field(default_factory=list)


MANIFEST = {
    name: Expected(**entry)
    for name, entry in tomllib.loads((FILES / "manifest.toml").read_text("utf-8")).items()
}


def test_every_file_has_its_place_in_manifest_and_readme() -> None:
    """And says there what it proves."""
    readme = (FILES / "README.md").read_text("utf-8")

    files = {path.name for path in FILES.iterdir() if path.is_file() and path.suffix != ".py"} - _NO_CORPUS

    assert files == set(MANIFEST)
    assert [name for name in MANIFEST if f"| `{name}` |" not in readme] == []


@pytest.mark.parametrize("name", MANIFEST)
async def test_a_file_comes_to_what_its_manifest_says(desk: Desk, name: str) -> None:
    expected = MANIFEST[name]
    keys = {
        str(
            await desk.shop.custom_field(one["key"], CustomFieldType(one["type"]), one.get("options", ()))
        ): one["key"]
        for one in expected.fields
    }

    report = await desk.bring(FILES / name, default_region=expected.region, **expected.options)

    assert _failure(report) == expected.failure
    assert (report.counts, _issues(report)) == (expected.counts, expected.issues)
    assert _same(expected.dialect, orjson.loads(report.row["dialect"])) == expected.dialect
    assert await _customers(desk, expected, keys) == expected.customers
    if expected.groups is not None:
        assert {name or "": count for name, count in (await desk.groups()).items()} == expected.groups


async def _customers(desk: Desk, expected: Expected, keys: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what is said of each customer; custom fields by key."""
    columns = sorted({"id"}.union(*expected.customers))
    rows = [dict(zip(columns, row, strict=True)) for row in await desk.customers(*columns)]
    said = [*expected.customers, *[{"id": ""}] * (len(rows) - len(expected.customers))]
    return [_same(one, _shown(row, keys)) for one, row in zip(said, rows, strict=False)]


def _shown(row: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    shown = {name: "" if value is None else value for name, value in row.items()}
    if "custom_fields" in shown:
        values = orjson.loads(shown["custom_fields"])
        shown["custom_fields"] = {keys[field_id]: value for field_id, value in values.items()}
    return shown


def _same(expected: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: found[name] for name in expected}


def _issues(report: Report) -> list[str]:
    return [
        f"{'' if one['column'] is None else column_letters(one['column'])}{one['row']} {one['code']}"
        for one in report.issues
    ]


def _failure(report: Report) -> dict[str, Any] | None:
    """Return what is told of a file that is refused, having made sure that it can be told."""
    if report.failure is None:
        return None
    for locale in Locale:
        assert say(report.failure["text"], locale, **report.failure["facts"])
    return {"text": report.failure["text"], **report.failure["facts"]}
