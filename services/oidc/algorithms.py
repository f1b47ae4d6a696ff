"""Which signatures of tokens are believed: those with a public key, and no others."""

from collections.abc import Mapping
from typing import Any

from joserfc.jws import JWSRegistry

# Of each algorithm, the kind of key it takes, and the curve.
ALGORITHMS: Mapping[str, tuple[str, str | None]] = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), ("RSA", None)),
    "ES256": ("EC", "P-256"),
    "ES384": ("EC", "P-384"),
    "ES512": ("EC", "P-521"),
    **dict.fromkeys(("EdDSA", "Ed25519"), ("OKP", "Ed25519")),
}


class Believed(JWSRegistry):
    """The library's registry, closed to all but these. Headers that we do not know mean nothing to us.

    So `jku`, `x5u`, `jwk` and `x5c` lead nowhere: keys come from the issuer alone. What a token calls
    critical (`crit`) we must understand, and do not.
    """

    # Some issuers send the certificate of the key along.
    max_header_length = 4_096

    def __init__(self) -> None:
        super().__init__(algorithms=list(ALGORITHMS), strict_check_header=False)

    def get_alg(self, name: str) -> Any:
        """Return an algorithm; for EdDSA without the library's advice to issuers, which we can't follow."""
        return self.algorithms[name] if name in ALGORITHMS else super().get_alg(name)
