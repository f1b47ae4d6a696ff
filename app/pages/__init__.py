"""Pages for payers: small, rendered here, without scripts."""
