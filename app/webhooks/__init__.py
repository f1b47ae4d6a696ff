"""POST /webhooks/…: what others tell us comes in."""
