"""Use cases of customers, one module a verb family."""
