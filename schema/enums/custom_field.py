"""What a merchant's own field can hold, in words for people who read the API."""

from domain.custom_field import CustomFieldType
from schema.enums.described import describe

__all__ = ["CustomFieldType"]

describe(
    CustomFieldType,
    "What a custom field holds.",
    TEXT="Any text.",
    INTEGER="A whole number.",
    DECIMAL="An exact decimal number, written as a string.",
    DATE="A day, such as `2026-01-31`.",
    BOOLEAN="True or false.",
    SELECT="One of the options of the field.",
    EMAIL="An e-mail address.",
    PHONE="A telephone number, kept as E.164.",
    URL="A web address.",
)
