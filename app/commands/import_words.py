"""The options of `import`: what the API calls them and takes for them, as words of a command line."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from domain.customer import ErrorPolicy
from domain.group import GroupConflictPolicy
from domain.ids import GroupId
from domain.import_options import ImportOptionsDraft
from domain.import_policy import EmptyCellPolicy, OnMatch, UnknownColumnPolicy, UnknownGroupPolicy
from importers.dialect import DialectDraft
from services.imports.create import ImportOrder

_POLICIES: tuple[tuple[str, type[StrEnum], str], ...] = (
    ("on_match", OnMatch, "what a row does to a customer who is there"),
    ("empty_cells", EmptyCellPolicy, "what an empty cell does to a value that is there"),
    ("unknown_groups", UnknownGroupPolicy, "what becomes of a group that is not there"),
    ("group_conflict", GroupConflictPolicy, "what becomes of a customer who is in another group"),
    ("unknown_columns", UnknownColumnPolicy, "what becomes of a column that means nothing to us"),
)
# Fields whose options are called otherwise.
OPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "default_region": "region",
        "group_id": "group",
        "file_name": "file",
        "error_policy": "reject-everything",
    }
)


def take_import_words(parser: ArgumentParser) -> None:
    """Take everything that can be said about an import; what is left out has the API's default."""
    for name, policy, meaning in _POLICIES:
        choices = [value.value.lower().replace("_", "-") for value in policy]
        parser.add_argument(f"--{name.replace('_', '-')}", choices=choices, help=meaning)
    parser.add_argument("--reject-everything", action="store_true", help="import all rows or none")
    parser.add_argument("--group", help="the name of a group that all of them join")
    parser.add_argument("--region", help="where phone numbers without a country code are, e.g. DE")
    parser.add_argument("--encoding", help="how the text is encoded, e.g. windows-1252")
    parser.add_argument("--delimiter", help="what parts the cells; tab for a tabulator")
    parser.add_argument("--header-row", type=int, help="the row of the column headers, from 1; 0 for none")
    parser.add_argument("--sheet", help="the sheet of a workbook")


def order_of(words: Namespace, group_id: GroupId | None, *, auto_commit: bool) -> ImportOrder:
    """Return what is to be done, as the API is told it."""
    policies = {
        name: policy(given.upper().replace("-", "_"))
        for name, policy, _ in _POLICIES
        if (given := getattr(words, name))
    }
    options = ImportOptionsDraft(
        **policies,  # type: ignore[arg-type]
        error_policy=ErrorPolicy.REJECT_EVERYTHING if words.reject_everything else None,
        default_region=words.region,
        group_id=group_id,
    )
    dialect = DialectDraft(
        encoding=words.encoding,
        delimiter="\t" if words.delimiter == "tab" else words.delimiter,
        header_row=words.header_row,
        sheet=words.sheet,
    )
    return ImportOrder(options=options, dialect=dialect, auto_commit=auto_commit)
