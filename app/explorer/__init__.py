"""The explorer: GraphiQL for a browser at /graphql, made of this server's own files only."""

from app.explorer.files import static_mount
from app.explorer.page import explorer_page

__all__ = ["explorer_page", "static_mount"]
