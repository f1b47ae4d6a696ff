"""What the demo's messages need of this process, by its settings."""

from app.demo.requests import Outside
from app.kept_secrets import secret_key
from app.public_url import public_url
from app.settings import Settings
from services.addresses import Addresses
from services.keyed_secrets import KeyedSecrets


def outside(settings: Settings) -> Outside:
    """Return where messages lead, and what their recipients are remembered by."""
    return Outside(Addresses(public_url(settings)), KeyedSecrets(secret_key(settings)))
