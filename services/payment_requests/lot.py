"""Signs are drawn by lot, each as likely as any other, and nobody can guess them."""

import secrets

_BYTES = 256


class Lot:
    """Draws from an alphabet of ASCII by one byte a sign: quick, as a batch draws a million of them."""

    def __init__(self, alphabet: str) -> None:
        signs = alphabet.encode("ascii")
        # A byte beyond the last whole round of the alphabet would favour its first signs.
        whole = _BYTES - _BYTES % len(signs)
        self._table = bytes(signs[byte % len(signs)] for byte in range(_BYTES))
        self._excess = bytes(range(whole, _BYTES))

    def draw(self, length: int) -> str:
        """Return so many signs."""
        drawn = b""
        while len(drawn) < length:
            drawn += secrets.token_bytes(length + length // 2).translate(self._table, self._excess)
        return drawn[:length].decode("ascii")
