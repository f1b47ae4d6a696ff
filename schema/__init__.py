"""The vocabulary of the API: every type and input, and no resolver."""
