"""Issues are values with the facts of their sentence."""

import pytest

from domain.issues import ImportIssueCode, Issue, IssueSeverity


def test_an_issue_without_the_facts_of_its_sentence_is_a_bug() -> None:
    with pytest.raises(TypeError, match=r"TOO_LONG lacks its facts \['length'\]"):
        Issue(1, ImportIssueCode.TOO_LONG, IssueSeverity.ERROR, facts={"limit": 3})


def test_equal_issues_are_equal() -> None:
    issues = [
        Issue(1, ImportIssueCode.TOO_LONG, IssueSeverity.ERROR, 0, facts={"limit": 3, "length": 4})
        for _ in range(2)
    ]

    assert issues[0] == issues[1]


def test_there_are_25_causes() -> None:
    assert len(ImportIssueCode) == 25
