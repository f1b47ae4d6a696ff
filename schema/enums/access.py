"""Who asks and who did something, in words for people who read the API."""

from domain.access import Role
from domain.actor import ActorKind
from schema.enums.described import describe

__all__ = ["ActorKind", "Role"]

describe(
    ActorKind,
    "What kind of actor did something.",
    USER="A person.",
    API_KEY="A program with an API key.",
    IMPORT="The import of a file.",
    WEBHOOK="A payment provider that reported something.",
    SYSTEM="Kontor itself.",
)
describe(
    Role,
    "What the caller is to the merchant.",
    OWNER="May do everything, API keys included.",
    MANAGER="May read and change everything but API keys.",
    VIEWER="May read, and change nothing.",
)
