"""A message as the outbox hands it over."""

from dataclasses import replace
from typing import Any

from domain.customer import Channel
from domain.ids import DeliveryId, MerchantId, new_id
from services.delivery.messenger import Outgoing


def an_email(**changed: Any) -> Outgoing:
    """Return an e-mail with whatever makes e-mails hard."""
    email = Outgoing(
        delivery_id=DeliveryId(new_id()),
        merchant_id=MerchantId(new_id()),
        merchant_name="Bäckerei Löwe",
        channel=Channel.EMAIL,
        address="ada@example.com",
        locale="de-DE",
        subject="Ihre Rechnung über 12,50 € 🥐",
        text="Guten Tag Ada,\n.\n..\nhttps://pay.example/p/abc\n\nFrom Löwe",
        html="<p>Guten Tag Ada,</p>",
        opt_out_url="https://pay.example/o/abc/e",
    )
    return replace(email, **changed)


def an_sms(**changed: Any) -> Outgoing:
    """Return a text message."""
    sms = Outgoing(
        delivery_id=DeliveryId(new_id()),
        merchant_id=MerchantId(new_id()),
        merchant_name="Bäckerei Löwe",
        channel=Channel.SMS,
        address="+4915123456789",
        locale="de-DE",
        subject=None,
        text="Löwe: 12,50 € https://pay.example/p/abc",
        html=None,
        opt_out_url="https://pay.example/o/abc/s",
    )
    return replace(sms, **changed)
