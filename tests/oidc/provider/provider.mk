# A certified OpenID Connect issuer and the library of the pages that sign in at it, checked against the hashes in
# package-lock.json. Needs app/explorer/explorer.mk for NPM_CI.

PROVIDER_STAMP = tests/oidc/provider/node_modules/.package-lock.json

.PHONY: issuer
issuer: $(PROVIDER_STAMP)

$(PROVIDER_STAMP): tests/oidc/provider/package.json tests/oidc/provider/package-lock.json
	$(NPM_CI) --prefix tests/oidc/provider
	@touch $@
