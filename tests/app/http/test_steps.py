"""Steps are taken down as they end, a hundred of them, by what happened and never by what was said."""

import asyncpg

from app.http.steps import STEPS_LIMIT, StepKind, Steps


def test_reading_and_planning_are_one_step() -> None:
    """It begins with the first and ends with the last, which knows whether there was a plan."""
    steps = Steps()
    steps.planned(1.0, known=False)
    steps.planned(2.0, known=True)

    (step,) = steps.taken
    assert (step.name, step.kind, step.begun) == ("plan", StepKind.OURS, 1.0)
    assert step.facts == {"kontor.plan.cache": "hit"}


def test_what_failed_is_told_by_its_kind() -> None:
    """The driver's words repeat what was written."""
    steps = Steps()
    steps.ran("customers.create.CREATE", 1.0, 0.5, asyncpg.UniqueViolationError("Key (name)=(Ada) exists"))
    steps.ran("groups.NAMES", 2.0, 0.5, TimeoutError("Ada"))

    postgres = {"db.system.name": "postgresql"}
    assert [(step.facts, step.failed) for step in steps.taken] == [
        (
            {
                **postgres,
                "db.query.summary": "customers.create.CREATE",
                "db.response.status_code": "23505",
                "error.type": "23505",
            },
            True,
        ),
        ({**postgres, "db.query.summary": "groups.NAMES", "error.type": "TimeoutError"}, True),
    ]


def test_a_wait_for_a_connection_is_a_step_of_ours() -> None:
    """Postgres had nothing to do with it."""
    steps = Steps()
    steps.waited(1.0, 0.5)

    (step,) = steps.taken
    assert (step.name, step.kind, step.seconds) == ("wait for a connection", StepKind.OURS, 0.5)


def test_there_is_an_end_of_steps() -> None:
    """Those that come after are counted."""
    steps = Steps()
    for number in range(STEPS_LIMIT + 7):
        steps.ran("groups.NAMES", number, 0.5, None)

    assert len(steps.taken) == STEPS_LIMIT
    assert steps.left_out == 7
