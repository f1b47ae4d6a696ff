"""Customers out: whom an export is about, what its cells hold, and the worker that writes it."""
