"""Links to the import template."""

from typing import Annotated

import strawberry

from domain.download import Download
from domain.errors import LocaleUnknown
from domain.file_format import FileFormat
from domain.locale import language_of
from resolvers.context import Context
from schema.scalars import LocaleTag
from services.sheets.writer import require_writable

Format = Annotated[FileFormat, strawberry.argument(description="CSV, XLS or XLSX.")]
InLanguage = Annotated[
    LocaleTag | None,
    strawberry.argument(
        description="The language of the headers: German, French or English; the caller's if not given."
    ),
]
Examples = Annotated[
    bool, strawberry.argument(description="Whether it begins with rows that show how to fill it in.")
]


async def customer_import_template(
    context: Context, format: Format, locale: InLanguage = None, with_examples: Examples = True
) -> str:
    """Return the address at which the template can be fetched for an hour."""
    language = context.caller.language if locale is None else language_of(locale)
    if language is None:
        raise LocaleUnknown(value=locale)
    require_writable(format)
    opens = {
        **context.caller.signature(),
        "format": str(format),
        "language": str(language),
        "examples": with_examples,
    }
    return context.link(Download("customer-template", opens))
