"""Statements that write customers, with all that belongs to one: identities, contacts, counts, timeline."""
