"""Use cases of customer groups, one module a verb family."""
