# The Stripe of the tests, in an environment of its own: it brings a web framework that we do not use.

STRIPE_SERVER = .venv/stripe.stamp

.PHONY: stripe
stripe: $(STRIPE_SERVER)

$(STRIPE_SERVER): tests/stripe/requirements.lock
	umask 022; .venv/bin/python -m venv .venv/stripe
	umask 022; .venv/stripe/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@
