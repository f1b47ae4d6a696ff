"""A table of transitions forgets no state."""

from enum import StrEnum
from typing import Any

import pytest

from domain.delivery import DELIVERY_TRANSITIONS, DeliveryStatus
from domain.errors import TransitionNotAllowed
from domain.jobs import IMPORT_TRANSITIONS, JOB_TRANSITIONS, ImportPhase, JobKind, JobStatus, attempts_allowed
from domain.payment import PAYMENT_TRANSITIONS, PaymentStatus
from domain.transitions import Transitions

TABLES = [
    (PaymentStatus, PAYMENT_TRANSITIONS),
    (JobStatus, JOB_TRANSITIONS),
    (ImportPhase, IMPORT_TRANSITIONS),
    (DeliveryStatus, DELIVERY_TRANSITIONS),
]


@pytest.mark.parametrize(("states", "transitions"), TABLES)
def test_each_pair_of_states_has_an_answer(states: type[StrEnum], transitions: Transitions[Any]) -> None:
    for state in states:
        for target in states:
            if transitions.allows(state, target):
                assert transitions.require(state, target) is target
            else:
                with pytest.raises(TransitionNotAllowed) as refused:
                    transitions.require(state, target)
                assert refused.value == TransitionNotAllowed(state=state, target=target)


@pytest.mark.parametrize(("states", "transitions"), TABLES)
def test_each_state_can_be_reached_from_the_first(
    states: type[StrEnum], transitions: Transitions[Any]
) -> None:
    reached = {next(iter(states))}
    for _ in states:
        reached |= {target for state in reached for target in states if transitions.allows(state, target)}

    assert reached == set(states)


def test_the_final_states_are_final() -> None:
    assert PAYMENT_TRANSITIONS.final == {"REFUNDED", "CHARGED_BACK"}
    assert JOB_TRANSITIONS.final == {"SUCCEEDED", "SUCCEEDED_WITH_ERRORS", "FAILED", "CANCELED"}
    assert IMPORT_TRANSITIONS.final == {"UNDONE"}


def test_a_table_that_forgets_a_state_is_a_bug() -> None:
    with pytest.raises(TypeError, match="no transitions are given for"):
        Transitions(JobKind, {})


def test_a_commit_whose_plan_has_changed_goes_back_to_the_check() -> None:
    assert IMPORT_TRANSITIONS.allows(ImportPhase.COMMITTING, ImportPhase.VALIDATED)
    assert not IMPORT_TRANSITIONS.allows(ImportPhase.UPLOADED, ImportPhase.COMMITTING)


def test_an_import_is_tried_five_times() -> None:
    assert attempts_allowed(JobKind.IMPORT) == 5
