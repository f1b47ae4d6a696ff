"""A cell names a customer's group; two different ones are a conflict."""

import pytest

from domain.issues import ImportIssueCode, IssueSeverity
from importers.findings import Finding
from importers.groups import read_groups


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("VIP", ("VIP",)),
        ("VIP; vip ;V I P", ("VIP",)),
        ("Fidèles|FIDELES", ("Fidèles",)),
        ("Kunden, Berlin", ("Kunden, Berlin",)),
        (" Stamm   kunden ", ("Stamm kunden",)),
        (";", ()),
    ],
)
def test_a_group_is_named_once_however_it_is_spelt(text: str, groups: tuple[str, ...]) -> None:
    """The first spelling counts."""
    assert read_groups(text) == (groups, ())


def test_two_groups_are_a_conflict_that_names_both() -> None:
    """For a customer is in one group at most."""
    groups, findings = read_groups("VIP; Stammkunden\nVip")

    facts = {"groups": ["VIP", "Stammkunden"]}
    expected = Finding(ImportIssueCode.GROUP_CONFLICT_IN_FILE, IssueSeverity.ERROR, facts=facts)
    assert (groups, findings) == (("VIP", "Stammkunden"), (expected,))


def test_a_name_that_is_too_long_is_an_error() -> None:
    """It is not cut: another group might have the shorter name."""
    groups, findings = read_groups("x" * 121)

    expected = Finding(ImportIssueCode.TOO_LONG, IssueSeverity.ERROR, facts={"limit": 120, "length": 121})
    assert (groups, findings) == (("x" * 121,), (expected,))
