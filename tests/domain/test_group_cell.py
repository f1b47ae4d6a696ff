"""A cell names one group or several, and every name that a group can have can be written in one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.group import group_name
from domain.group_cell import group_cell, names_in_cell


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("Stammkunden", "Stammkunden"),
        ("Kunden, Berlin", "Kunden, Berlin"),
        ("A; B", '"A; B"'),
        ("A|B", '"A|B"'),
        ('die "Alten"', 'die "Alten"'),
        ('"Alte"', '"""Alte"""'),
        ('"A"; B', '"""A""; B"'),
    ],
)
def test_a_name_is_quoted_where_it_would_be_parted(name: str, cell: str) -> None:
    """Else it stands as it is."""
    assert group_cell(name) == cell
    assert names_in_cell(cell) == [name]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("VIP; Neu", ["VIP", "Neu"]),
        ("VIP|Neu\nAlt", ["VIP", "Neu", "Alt"]),
        (" VIP ;; ", ["VIP"]),
        ('"VIP"; "Neu"', ['"VIP"', '"Neu"']),
        ('"', ['"']),
        ('""', ['""']),
        ("", []),
    ],
)
def test_a_cell_without_quotes_around_it_is_parted(cell: str, names: list[str]) -> None:
    """At semicolons, bars and line breaks."""
    assert names_in_cell(cell) == names


@given(st.text(st.sampled_from("AB ;|\",'")).filter(str.strip))
def test_every_name_comes_back(text: str) -> None:
    """As a group would keep it."""
    name = group_name(text)

    assert names_in_cell(group_cell(name)) == [name]
