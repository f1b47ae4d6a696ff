"""Use cases of messages: templates are kept, and written for customers."""
