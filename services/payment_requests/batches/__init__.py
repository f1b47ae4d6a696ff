"""Use cases of batches: many customers asked at once, one module a verb."""
