"""Who wants to be written to, and who must not be: what is said, and what follows from it."""
