# The npm clients and tools that Kontor is tried with, checked against the hashes in package-lock.json.
# Needs app/explorer/explorer.mk for NPM_CI.

CLIENTS_STAMP = tests/clients/node_modules/.package-lock.json

.PHONY: clients
clients: $(CLIENTS_STAMP)

$(CLIENTS_STAMP): tests/clients/package.json tests/clients/package-lock.json
	$(NPM_CI) --prefix tests/clients
	@touch $@
