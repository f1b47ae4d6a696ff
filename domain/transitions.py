"""Which state may become which: a table over the whole of an enum."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, TypeVar

from domain.errors import TransitionNotAllowed

State = TypeVar("State", bound=StrEnum)


class Transitions(Generic[State]):
    """A table from each state to the states that it may become; total, so that no state is forgotten."""

    def __init__(self, states: type[State], table: Mapping[State, frozenset[State]]) -> None:
        if missing := set(states) - set(table):
            raise TypeError(f"no transitions are given for {sorted(missing)}")
        self._table = MappingProxyType(dict(table))

    def allows(self, state: State, target: State) -> bool:
        return target in self._table[state]

    def require(self, state: State, target: State) -> State:
        """Return `target`; TransitionNotAllowed when `state` can't become it."""
        if not self.allows(state, target):
            raise TransitionNotAllowed(state=state, target=target)
        return target

    @property
    def final(self) -> frozenset[State]:
        """The states that become nothing more."""
        return frozenset(state for state, targets in self._table.items() if not targets)
