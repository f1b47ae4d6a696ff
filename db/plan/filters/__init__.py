"""`where` and `query` become conditions, one module a noun."""
