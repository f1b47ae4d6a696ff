"""The rules of a customer base, without I/O and without a framework."""
