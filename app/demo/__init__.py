"""The demo merchant: a made-up business on which everything can be tried."""
