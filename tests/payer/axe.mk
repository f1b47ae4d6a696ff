# axe-core, which looks at the payer's pages, checked against the hash in package-lock.json.
# Needs app/explorer/explorer.mk for NPM_CI.

AXE_STAMP = tests/payer/node_modules/.package-lock.json

.PHONY: axe
axe: $(AXE_STAMP)

$(AXE_STAMP): tests/payer/package.json tests/payer/package-lock.json
	$(NPM_CI) --prefix tests/payer
	@touch $@
