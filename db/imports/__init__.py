"""Statements of the import: rows are staged, judged as a whole, and merged chunk by chunk."""
