# What a person does with this checkout. `make` lists it.

RUN := .venv/run.stamp
DEV := .venv/dev.stamp
LOCK := .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url

.SILENT:
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help serve test endurance check lint format schema lock bench venv

help:
	echo "make <target>, with:"
	sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F '|' '{ printf "%-10s %s\n", $$1, $$2 }'

serve: $(RUN) explorer-if-possible ## run Kontor with its own Postgres; PORT=8000 and the like from the environment
	exec .venv/bin/python -m app serve

test: $(DEV) explorer browser clients axe issuer s3 stripe scanners ## run the tests; ARGS="-k phone" for some of them
	.venv/bin/python -m pytest -n 2 $(ARGS)

endurance: $(DEV) ## the tests that take minutes: long imports whose workers and Postgres are killed
	.venv/bin/python -m pytest -m endurance $(ARGS)

check: lint test ## everything that has to hold before a commit

lint: $(DEV) ## formatting, linting, types, the contracts between the floors, the printed schema
	.venv/bin/ruff format --check --quiet
	.venv/bin/ruff check --quiet
	.venv/bin/mypy --no-error-summary
	found=$$(.venv/bin/lint-imports --no-logo 2>&1) || { echo "$$found"; exit 1; }
	.venv/bin/python -m app schema --check

format: $(DEV) ## write the code the way `make lint` wants it
	.venv/bin/ruff format
	.venv/bin/ruff check --fix

schema: $(RUN) ## write schema/schema.graphql as the code has it
	.venv/bin/python -m app schema --write

bench: $(DEV) postgraphile ## measure against the others; takes a while and both cores
	.venv/bin/python -m tests.benchmarks $(ARGS)

lock: $(DEV) ## pin the newest versions of everything, with hashes
	$(LOCK) requirements.in --output-file requirements.lock
	$(LOCK) requirements-dev.in --output-file requirements-dev.lock
	$(LOCK) tests/s3/requirements.in --output-file tests/s3/requirements.lock
	$(LOCK) tests/scanners/requirements.in --output-file tests/scanners/requirements.lock
	$(LOCK) tests/stripe/requirements.in --output-file tests/stripe/requirements.lock

# The newest Python that the locks were tried with, else whichever is new enough.
venv:
	if [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1; then exit 0; fi; \
	for python in python3.13 python3.12 python3.11 python3; do \
		if $$python -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
			echo "Making .venv with $$($$python --version)"; \
			exec $$python -m venv --clear .venv; \
		fi; \
	done; \
	echo "Kontor needs Python 3.11 or newer with its venv module (Debian: apt install python3-venv)." >&2; \
	exit 1

# Installed again only when the lock has changed. Postgres runs as another user when we are root,
# and that one has to be able to read its programs, whatever our umask says.
$(RUN): requirements.lock
	umask 022; $(MAKE) --no-print-directory venv
	echo "Installing what Kontor needs"
	umask 022; .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

$(DEV): requirements-dev.lock
	umask 022; $(MAKE) --no-print-directory venv
	echo "Installing what tests and checks need"
	umask 022; .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@ $(RUN)

include app/explorer/explorer.mk
include tests/browser/browser.mk
include tests/clients/clients.mk
include tests/image/image.mk
include tests/oidc/provider/provider.mk
include tests/payer/axe.mk
include tests/s3/s3.mk
include tests/scanners/scanners.mk
include tests/stripe/stripe.mk
include tests/benchmarks/bench.mk
