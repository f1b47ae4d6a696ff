"""Use cases: what GraphQL, the worker and the command line all do by the same functions."""
