"""The texts as they stand in their files, by key."""

import string
import tomllib
from pathlib import Path
from typing import Any

from domain.locale import Locale

TEXTS = Path(__file__).parents[2] / "templates" / "texts"
TABLES: dict[Locale, dict[str, Any]] = {
    locale: tomllib.loads((TEXTS / f"{locale}.toml").read_text("utf-8")) for locale in Locale
}


def flat(table: dict[str, Any], prefix: str = "") -> dict[str, str]:
    return {
        name: text
        for key, value in table.items()
        for name, text in (
            flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
        ).items()
    }


def placeholders(text: str) -> set[tuple[str, str | None]]:
    return {(name, spec) for _, name, spec, _ in string.Formatter().parse(text) if name is not None}


def names(text: str) -> set[str]:
    return {name for name, _ in placeholders(text)}
