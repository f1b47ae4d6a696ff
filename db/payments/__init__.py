"""Statements that write payments, with all that belongs to one: events, totals, timeline."""
