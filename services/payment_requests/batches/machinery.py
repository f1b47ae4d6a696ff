"""What the worker needs to write the messages of a batch."""

from dataclasses import dataclass
from functools import partial

from db.connect import Connection
from domain.message_template import TemplateKind
from services.addresses import Addresses
from services.keyed_secrets import KeyedSecrets
from services.messages.writer import Writer, writer_of
from services.payment_requests.batches.task import Batch
from services.payment_requests.messages import Addressing


@dataclass(frozen=True, slots=True)
class Machinery:
    """The addresses that stand in messages, and the secrets under which recipients are kept."""

    addresses: Addresses
    secrets: KeyedSecrets

    async def writer(self, tx: Connection, batch: Batch) -> Writer:
        """Return who writes its messages, by the template as it is now. Errors: TemplateNotFound."""
        kind = TemplateKind.PAYMENT_REQUEST
        return await writer_of(tx, batch.merchant_id, kind, batch.template_id, self.addresses)

    def addressing(self, batch: Batch, writer: Writer) -> Addressing:
        """Return what makes messages of its requests."""
        return Addressing(writer, batch.channels, partial(self.secrets.address_hash, batch.merchant_id))
