"""A Postgres that Kontor brings along: started, watched, restarted, shared and stopped by Kontor itself."""

from app.embedded_postgres.supervisor import EmbeddedPostgres

__all__ = ["EmbeddedPostgres"]
