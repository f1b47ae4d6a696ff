"""What a payer sees of a request, and does: look, set out to pay, come back."""
