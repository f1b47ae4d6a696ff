"""What mutations answer: what they changed, and why not; one module per noun."""
