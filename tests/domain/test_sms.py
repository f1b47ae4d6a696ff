"""What a text costs as an SMS is what a network counts: septet by septet, unit by unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sms import SmsCost, SmsEncoding, is_gsm7, sms_cost

# 3GPP TS 23.038, 6.2.1, as the standard prints it: a column a line, from 0x00 to 0x70.
TABLE = (
    "@£$¥èéùìòÇ\nØø\rÅå",
    "Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ",
    " !\"#¤%&'()*+,-./",
    "0123456789:;<=>?",
    "¡ABCDEFGHIJKLMNO",
    "PQRSTUVWXYZÄÖÑÜ§",
    "¿abcdefghijklmno",
    "pqrstuvwxyzäöñüà",
)
EXTENSION = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}
BASIC = "".join(TABLE).replace("\x1b", "")
ALPHABET = BASIC + "".join(EXTENSION.values())

gsm7_texts = st.text(st.sampled_from(ALPHABET), max_size=700)
any_texts = st.text(
    st.one_of(st.sampled_from(ALPHABET + "ç’😀𝒳é€"), st.characters(exclude_categories=["Cs"])), max_size=400
)


def oracle(text: str) -> tuple[SmsEncoding, int]:
    """Return encoding and segments the slow way: written out, and cut where it may be cut."""
    if all(character in ALPHABET for character in text):
        atoms = [b"\x1b?" if character in EXTENSION.values() else b"?" for character in text]
        return SmsEncoding.GSM7, _pieces(atoms, 160, 153)
    atoms = [character.encode("utf-16-be")[::2] for character in text]  # one byte a unit
    return SmsEncoding.UCS2, _pieces(atoms, 70, 67)


def _pieces(atoms: list[bytes], alone: int, of_several: int) -> int:
    if len(b"".join(atoms)) <= alone:
        return 1
    pieces = [b""]
    for atom in atoms:
        if len(pieces[-1] + atom) > of_several:
            pieces.append(b"")
        pieces[-1] += atom
    return len(pieces)


def test_the_alphabet_is_that_of_the_standard() -> None:
    every = [chr(code) for code in range(0x3000)]

    assert {character for character in every if is_gsm7(character)} == set(ALPHABET)
    assert {character for character in ALPHABET if sms_cost(character * 81).segments == 2} == set(
        EXTENSION.values()
    )


@given(st.one_of(gsm7_texts, any_texts))
def test_a_text_is_counted_as_when_it_is_written_out(text: str) -> None:
    cost = sms_cost(text)

    assert (cost.encoding, cost.segments) == oracle(text)
    assert is_gsm7(text) == (cost.encoding is SmsEncoding.GSM7)
    assert set(cost.unicode_characters) == set(text) - set(ALPHABET)
    assert len(cost.unicode_characters) == len(set(cost.unicode_characters))


@pytest.mark.parametrize(
    ("text", "encoding", "segments"),
    [
        ("", "GSM7", 1),
        ("a" * 160, "GSM7", 1),
        ("a" * 161, "GSM7", 2),
        ("a" * 306, "GSM7", 2),
        ("a" * 307, "GSM7", 3),
        ("€" * 80, "GSM7", 1),
        ("€" * 81, "GSM7", 2),
        # The euro sign would begin at the last septet of the first segment, so it goes into the second.
        ("a" * 152 + "€" + "a" * 152, "GSM7", 3),
        ("a" * 151 + "€" + "a" * 153, "GSM7", 2),
        ("ç" * 70, "UCS2", 1),
        ("ç" * 71, "UCS2", 2),
        ("ç" * 134, "UCS2", 2),
        ("ç" * 135, "UCS2", 3),
        ("😀" * 35, "UCS2", 1),
        ("😀" * 36, "UCS2", 2),
        # 66 units and one left over: the pair is not split.
        ("ç" * 66 + "😀" + "ç" * 66, "UCS2", 3),
        ("ç" * 65 + "😀" + "ç" * 67, "UCS2", 2),
    ],
)
def test_segments_break_where_nothing_is_split(text: str, encoding: str, segments: int) -> None:
    cost = sms_cost(text)

    assert (cost.encoding, cost.segments) == (encoding, segments)


def test_what_is_not_in_the_alphabet_is_told_once_and_in_order() -> None:
    assert sms_cost("ça va ? “Oui”, ça va 😀") == SmsCost(SmsEncoding.UCS2, 1, ("ç", "“", "”", "😀"))
