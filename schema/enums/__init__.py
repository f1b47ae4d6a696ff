"""The domain's closed lists, told to people who read the API: one module per subject."""
