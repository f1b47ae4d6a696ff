# The server that Kontor is compared with comes from npm, checked against the hashes in package-lock.json.
# Needs NPM_CI from app/explorer/explorer.mk.

POSTGRAPHILE_STAMP = tests/benchmarks/postgraphile/node_modules/.package-lock.json

.PHONY: postgraphile
postgraphile: $(POSTGRAPHILE_STAMP)

$(POSTGRAPHILE_STAMP): tests/benchmarks/postgraphile/package.json tests/benchmarks/postgraphile/package-lock.json
	$(NPM_CI) --prefix tests/benchmarks/postgraphile
	touch $@
