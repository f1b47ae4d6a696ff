"""Whatever can differ of a customer has a word in its history."""

from dataclasses import fields

import pytest

from db.imports.outcomes import VALUES
from domain.customer import CustomerDraft
from domain.derived import Derived
from domain.locale import Locale
from domain.timeline import TimelineEventType
from domain.timeline_summary import TimelineEntry, summarise
from services.customers.values import values_of

# What an update or an import may name in the `fields` of its event; the derived ones, it leaves out.
COLUMNS = sorted(
    {*VALUES, *values_of(CustomerDraft(), {}, (), "DE"), "additional_contacts", "contact_preferences"}
    - {field.name for field in fields(Derived)}
)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_is_told_in_a_word(column: str) -> None:
    entry = TimelineEntry(TimelineEventType.UPDATED, {"fields": [column]}, {})

    said = summarise(entry, Locale.EN)

    assert said.startswith("Changed: ")
    assert "_" not in said
