"""Use cases of payment requests, one module a verb."""
