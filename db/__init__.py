"""Everything that speaks to Postgres, and nothing else does."""
