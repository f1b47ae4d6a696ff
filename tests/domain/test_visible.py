"""What nobody sees does not make two texts of one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.visible import visible


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Ada", "Ada"),
        (" Ada\t", "Ada"),
        ("Ada\xa0Lovelace\u202f", "Ada Lovelace"),
        ("A\u200bd\xada\ufeff", "Ada"),
        ("\u202eAda\u202c", "Ada"),
        ("a\r\nb\rc\n", "a\nb\nc"),
        ("a\tb", "a\tb"),
        ("Bell\x07", "Bell"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("\u200b", ""),
    ],
)
def test_what_can_be_seen_is_left(text: str, seen: str) -> None:
    """Line breaks and tabs inside count as seen, and so does what joins two signs to one."""
    assert visible(text) == seen


@given(st.text(st.sampled_from("a 'é\t\r\n\x01\xa0\xad\u200b\u202f\u2028\u3000\ufeff🦊")))
def test_looking_twice_shows_no_less(text: str) -> None:
    """So that what an export has written is what an import reads."""
    assert visible(visible(text)) == visible(text)
