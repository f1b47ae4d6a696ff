"""What happened to a customer, and who did it."""

from db.plan.build import Node
from db.plan.nodes import code, global_id, leaf
from db.tables import TimelineEvent
from domain.ids import Kind

TIMELINE_EVENT: dict[str, Node] = {
    "id": global_id(Kind.TIMELINE_EVENT, TimelineEvent.id),
    "type": code(TimelineEvent.type),
    "at": leaf(TimelineEvent.at),
    "actor": lambda build, event, field: build.object("Actor", event[TimelineEvent.actor], field),
    "data": leaf(TimelineEvent.data),
}
