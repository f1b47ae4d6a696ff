"""Signs that nobody can guess: as many as asked for, and each as likely as any other."""

import string
from collections import Counter

import pytest

from services.payment_requests.lot import Lot

LETTERS = string.ascii_letters + string.digits


@pytest.mark.parametrize("alphabet", ["CDFGHJKMNPQRTVWX34679", LETTERS])
@pytest.mark.parametrize("length", [1, 8, 22, 5_000])
def test_as_many_signs_are_drawn_as_asked_for(alphabet: str, length: int) -> None:
    """All of them of the alphabet, whatever bytes come."""
    drawn = Lot(alphabet).draw(length)

    assert len(drawn) == length
    assert set(drawn) <= set(alphabet)


def test_no_sign_is_likelier_than_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all bytes there are, four lead to each of 62 signs, and eight to none."""
    monkeypatch.setattr("secrets.token_bytes", lambda _length: bytes(range(256)))

    drawn = Lot(LETTERS).draw(248)

    assert Counter(drawn) == dict.fromkeys(LETTERS, 4)
