"""Statements about what a payer sees and does."""
