"""The statements that Kontor's planner makes, and their arguments, for the bare handler to run."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.graphql.operations import Operations, PlannedRoot
from app.graphql.schema import KontorSchema
from db.plan.compile import Plan
from domain.caller import Caller


class Planner:
    """Kontor's own planner, used from outside a server; plans are kept, as there."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._operations = Operations(KontorSchema())

    def statement(self, document: str, variables: Mapping[str, Any]) -> str:
        """Return the one statement of a query, for variables of this shape whatever their values."""
        return self._planned(document, variables)[0].sql

    def arguments(self, document: str, variables: Mapping[str, Any]) -> Sequence[Any]:
        """Return the statement's arguments for these variables."""
        plan, coerced = self._planned(document, variables)
        return plan.arguments(self._caller, coerced, {"merchant_id": self._caller.merchant_id, "seed": None})

    def _planned(self, document: str, variables: Mapping[str, Any]) -> tuple[Plan, Mapping[str, Any]]:
        operation = self._operations.operation(document, None)
        values = self._operations.variables(operation, variables)
        (root,) = self._operations.variant(operation, values).roots
        assert isinstance(root, PlannedRoot)
        assert root.plan is not None
        # What Python finishes after the statement would be missing in the bare handler's answer.
        assert not root.plan.computed
        return root.plan, values.coerced
