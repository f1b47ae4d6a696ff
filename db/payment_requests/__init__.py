"""Statements about payment requests, with what belongs to one: its link, its messages, the timeline."""
