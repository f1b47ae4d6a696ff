"""What a root field may use while it is answered: who asks, and what this process has open."""

from collections.abc import Callable
from dataclasses import dataclass

from db.connect import Pool
from domain.caller import Caller
from domain.download import Download
from domain.pay_page import PayPage
from domain.webhook_endpoint import EndpointAddress, SigningSecret
from services.addresses import Addresses
from services.changed_rows import ChangedRows
from services.following import Following
from services.keyed_secrets import KeyedSecrets
from services.links import Links
from services.storage import Storage


@dataclass(frozen=True, slots=True)
class Context:
    """One request's surroundings.

    `storage` is where files are kept; `base_url` tells where this client reaches us, without a slash at its
    end; `addresses` are those that stand in messages, for everybody. `private_webhooks` says that events may
    go to private addresses.
    """

    pool: Pool
    caller: Caller
    storage: Storage
    links: Links
    following: Following
    base_url: Callable[[], str]
    addresses: Addresses
    secrets: KeyedSecrets
    changed_rows: ChangedRows
    private_webhooks: bool = False

    def link(self, target: Download | PayPage | EndpointAddress | SigningSecret) -> str:
        """Return what only this process knows: an address of ours, or a secret that it derives."""
        match target:
            case EndpointAddress(merchant_id, endpoint_id):
                return self.addresses.webhook(merchant_id, endpoint_id)
            case SigningSecret(id):
                return self.secrets.webhook_secret(id)
            case PayPage(token):
                return self.addresses.pay(token)
            case Download(path, opens, ends):
                until = None if ends is None else ends.timestamp()
                return f"{self.base_url()}/downloads/{path}/{self.links.of(path).token(opens, until)}"
