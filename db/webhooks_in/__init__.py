"""Statements about endpoints and the events that came in there."""
