"""What one page of a list looks like, after Relay's Cursor Connections, and how one asks for it."""

from typing import Annotated, Generic, TypeVar

import strawberry

First = Annotated[
    int | None,
    strawberry.argument(description="How many entries from the front, 0 to 250. 50 when no size is given."),
]
After = Annotated[
    str | None, strawberry.argument(description="The cursor of the entry behind which the page begins.")
]
Last = Annotated[
    int | None, strawberry.argument(description="How many entries from the end, 0 to 250; not with `first`.")
]
Before = Annotated[
    str | None, strawberry.argument(description="The cursor of the entry before which the page ends.")
]

FORWARD: dict[str, object] = {"first": First, "after": After}
BOTH_WAYS: dict[str, object] = {**FORWARD, "last": Last, "before": Before}

NodeType = TypeVar("NodeType")


@strawberry.type(description="Where a page begins and ends, and whether there is more.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether entries follow this page.")
    has_previous_page: bool = strawberry.field(description="Whether entries come before this page.")
    start_cursor: str | None = strawberry.field(
        description="The cursor of the first entry; null on an empty page."
    )
    end_cursor: str | None = strawberry.field(
        description="The cursor of the last entry; null on an empty page."
    )


@strawberry.type(description="An entry of a list and its place there.")
class Edge(Generic[NodeType]):
    cursor: str = strawberry.field(description="The place of the entry, for `after` and `before`.")
    node: NodeType = strawberry.field(description="The entry itself.")


@strawberry.type(description="One page of a list.")
class Connection(Generic[NodeType]):
    edges: list[Edge[NodeType]] = strawberry.field(description="The entries with their cursors.")
    nodes: list[NodeType] = strawberry.field(description="The entries alone.")
    page_info: PageInfo = strawberry.field(description="Where the page begins and ends.")
    total_count: int = strawberry.field(description="How many entries the whole list has.")
