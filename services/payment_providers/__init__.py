"""Where payers pay: a provider that plays a bank, and Stripe."""
