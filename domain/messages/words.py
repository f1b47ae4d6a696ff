"""The words that come with every merchant: its first templates, and what tags are called, by language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from domain.locale import Locale, language_of

FOLDER = Path(__file__).parent.parent.parent / "templates" / "messages"


def words_of(locale_tag: str) -> Mapping[str, str]:
    """Return the single words of a locale's language, or English ones where it is none of ours."""
    words: Mapping[str, str] = document(language_of(locale_tag) or Locale.EN)["words"]
    return words


@cache
def document(language: Locale) -> Mapping[str, Any]:
    """Return templates/messages in a language: `words`, `tags` with label and example, and `templates`."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return MappingProxyType(tomllib.load(file))
