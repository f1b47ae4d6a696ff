"""Whom an export is about, in words for people who read the API."""

from domain.export import ExportScope
from schema.enums.described import describe

__all__ = ["ExportScope"]

describe(
    ExportScope,
    "Which customers are exported.",
    ALL="All customers.",
    IDS="The customers whose ids are given.",
    FILTER="The customers for whom the filter holds.",
)
