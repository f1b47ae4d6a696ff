"""An address is shown to whoever has it, and to nobody else."""

import pytest

from domain.customer import Channel
from domain.masked import masked


@pytest.mark.parametrize(
    ("address", "shown"),
    [("+491701234567", "+49…67"), ("+14155552671", "+14…71"), ("+290123", "+29…23")],
)
def test_a_number_shows_how_it_begins_and_ends(address: str, shown: str) -> None:
    assert masked(address, Channel.SMS) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("ada@example.org", "a…@e….org"),
        ("a@b.ch", "a…@b….ch"),
        ("ada@mail.example.co.uk", "a…@m….uk"),
        ('"ada@home"@example.org', '"…@e….org'),
    ],
)
def test_an_email_address_shows_first_letters_and_the_end(address: str, shown: str) -> None:
    assert masked(address, Channel.EMAIL) == shown
