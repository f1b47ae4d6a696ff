# The S3 server of the tests, in an environment of its own: its dependencies are older than ours.

S3_SERVER = .venv/s3.stamp

.PHONY: s3
s3: $(S3_SERVER)

$(S3_SERVER): tests/s3/requirements.lock
	umask 022; .venv/bin/python -m venv .venv/s3
	umask 022; .venv/s3/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@
