"""What clients give: drafts, filters and options, one module per subject."""
