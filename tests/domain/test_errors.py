"""A failure is a value: it can be compared, moved to another field, and sent between processes."""

import pickle

import pytest

from domain.errors import Failure, Failures, GroupNameTaken, Required, TooLong, UserErrorCode


def test_a_failure_knows_what_the_api_calls_it() -> None:
    failure = GroupNameTaken(name="VIP")

    assert failure.code == "group_name_taken"
    assert failure.user_error is UserErrorCode.GROUP_NAME_TAKEN
    assert failure.facts == {"name": "VIP"}
    assert str(failure) == "group_name_taken at -: {'name': 'VIP'}"


def test_a_failure_without_the_facts_of_its_sentence_is_a_bug() -> None:
    with pytest.raises(TypeError, match=r"TooLong lacks its facts \['length'\]"):
        TooLong(limit=3)


def test_a_failure_moves_to_a_longer_field_path() -> None:
    failure = TooLong(field=("phone",), limit=3, length=4)

    moved = failure.at("customers", 7)

    assert moved == TooLong(field=("customers", 7, "phone"), limit=3, length=4)
    assert failure.field == ("phone",)
    assert str(moved) == "too_long at customers.7.phone: {'limit': 3, 'length': 4}"


def test_failures_differ_by_type_field_and_facts() -> None:
    failure = TooLong(field=("note",), limit=3, length=4)

    assert failure == TooLong(field=("note",), limit=3, length=4)
    assert hash(failure) == hash(TooLong(field=("note",), limit=3, length=4))
    assert failure != TooLong(field=("note",), limit=3, length=5)
    assert failure != TooLong(field=("phone",), limit=3, length=4)
    assert failure != Required(field=("note",))
    assert failure != "too_long"


def test_failures_come_back_whole_from_a_child_process() -> None:
    """Workbooks are parsed in one."""
    failures = Failures([TooLong(field=("a", 1), limit=3, length=4), Required()])

    returned = pickle.loads(pickle.dumps(failures))

    assert returned.failures == failures.failures
    assert repr(returned.failures[0]) == "TooLong(field=('a', 1), limit=3, length=4)"


def test_several_failures_move_together() -> None:
    failures = Failures([Required(field=("name",)), Required(field=("email",))])

    moved = failures.at("input")

    assert [failure.field for failure in moved.failures] == [("input", "name"), ("input", "email")]


def test_no_failures_are_no_failure() -> None:
    with pytest.raises(TypeError, match="at least one"):
        Failures([])


def every_failure(root: type[Failure] = Failure) -> list[type[Failure]]:
    return [found for kind in root.__subclasses__() for found in (kind, *every_failure(kind))]


def test_each_cause_has_its_own_code() -> None:
    codes = [kind.code for kind in every_failure()]

    assert sorted(codes) == sorted(set(codes))
