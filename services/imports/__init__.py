"""Use cases of imports: one is created by a request, and run by a worker."""
