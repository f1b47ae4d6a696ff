"""Who can have done something."""

from enum import StrEnum

# In front of what the issuer calls a person.
USER_PREFIX = "usr_"


class ActorKind(StrEnum):
    """What an actor is; an id of the actor, such as `key_0192…`, tells which one."""

    USER = "USER"
    API_KEY = "API_KEY"
    IMPORT = "IMPORT"
    WEBHOOK = "WEBHOOK"
    SYSTEM = "SYSTEM"
