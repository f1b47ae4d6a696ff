"""Lists of what happened to a customer, the newest first."""

from collections.abc import Sequence
from uuid import UUID

from db.plan.build import Build
from db.plan.filters.values import one_of_words
from db.plan.limits import given
from db.plan.listed import DefaultOrder, Listed, sorted_by
from db.plan.nodes import Condition
from db.plan.ordering import Key
from db.plan.row import Row
from db.plan.selection import Field, word
from db.tables import TimelineEvent


def _of_types(build: Build, row: Row, field: Field) -> Sequence[Condition]:
    del build
    if not given(field.arguments, "types"):
        return ()
    return (one_of_words(row[TimelineEvent.type], [word(one) for one in field.arguments["types"]]),)


TIMELINE = Listed(
    "TimelineEvent",
    TimelineEvent,
    _of_types,
    sorted_by(
        "timeline",
        # Ids are made in the order of time, so they sort events without a further index.
        {"AT": (Key(UUID, lambda row: row[TimelineEvent.id]),)},
        DefaultOrder("AT", descending=True),
    ),
)
