"""What takes a no back, and under what an address is kept."""

from datetime import UTC, datetime

import pytest

from domain.consent import (
    ConsentSource,
    ConsentState,
    Preference,
    address_hash,
    require_proof,
)
from domain.errors import ProofRequired

AT = datetime(2026, 5, 3, tzinfo=UTC)
MERCHANTS_OWN = {ConsentSource.MERCHANT, ConsentSource.IMPORT}


@pytest.mark.parametrize("source", ConsentSource)
@pytest.mark.parametrize("state", ConsentState)
@pytest.mark.parametrize("wanted", ConsentState)
def test_only_the_no_of_others_needs_a_proof(
    source: ConsentSource, state: ConsentState, wanted: ConsentState
) -> None:
    """Whatever was said before by whom: one rule."""
    said = [Preference(state, source, AT)]
    is_needed = (
        state is ConsentState.OPTED_OUT
        and source not in MERCHANTS_OWN
        and wanted is not ConsentState.OPTED_OUT
    )

    require_proof(said, wanted, "Formular 7")
    if is_needed:
        with pytest.raises(ProofRequired):
            require_proof(said, wanted, None)
    else:
        require_proof(said, wanted, None)


def test_one_no_among_several_words_is_enough() -> None:
    own = Preference(ConsentState.OPTED_IN, ConsentSource.MERCHANT, AT)
    of_address = Preference(ConsentState.OPTED_OUT, ConsentSource.STOP_REPLY, AT)

    with pytest.raises(ProofRequired):
        require_proof([own, of_address], ConsentState.UNKNOWN, "  ")


def test_a_hash_is_of_key_and_address() -> None:
    """The same for the same, so that it is found again: HMAC-SHA256, by the second case of RFC 4231."""
    assert address_hash(b"Jefe", "what do ya want for nothing?") == bytes.fromhex(
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


def test_nobody_hashes_without_a_key() -> None:
    with pytest.raises(AssertionError):
        address_hash(b"", "+491701234567")
