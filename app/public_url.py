"""Where everybody reaches us: the setting's address, else that of this machine."""

from app.settings import Settings


def public_url(settings: Settings) -> str:
    """Return it without a slash at its end."""
    if settings.public_url is not None:
        return settings.public_url
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"
