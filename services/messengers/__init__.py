"""Gateways that take messages: each is one way behind the port of services.delivery.messenger."""
