# Kontor's image: `serve` by default, `worker` and `migrate` as further words. It brings no Postgres data of its own.

FROM python:3.11-slim-bookworm AS build
WORKDIR /kontor
COPY requirements.lock ./
RUN python -m venv /kontor/.venv \
 && /kontor/.venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /kontor kontor \
 && install --directory --owner kontor /data
WORKDIR /kontor
COPY --from=build /kontor/.venv /kontor/.venv
COPY app app
COPY db db
COPY domain domain
COPY importers importers
COPY resolvers resolvers
COPY schema schema
COPY services services
COPY templates templates
COPY LICENSE README.md ./
ENV PATH=/kontor/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 \
    PORT=8000 \
    KONTOR_HOME=/data \
    DEMO=off \
    LOG_FORMAT=json
USER 10001
EXPOSE 8000
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=2)"]
ENTRYPOINT ["python", "-m", "app"]
CMD ["serve"]
