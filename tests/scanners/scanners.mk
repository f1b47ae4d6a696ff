# A client in Python and a scanner, in an environment of their own: they bring versions of what serves.

SCANNERS = .venv/scanners.stamp

.PHONY: scanners
scanners: $(SCANNERS)

$(SCANNERS): tests/scanners/requirements.lock
	umask 022; .venv/bin/python -m venv .venv/scanners
	umask 022; .venv/scanners/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@
