"""Who carries messages, channel by channel: what MAIL_URL and SMS_URL name."""

from collections.abc import Callable, Mapping
from typing import assert_never

from app.kept_secrets import secret_key
from app.public_url import public_url
from app.settings import Settings
from domain.customer import Channel
from services.delivery.messenger import Messenger, Outgoing
from services.keyed_secrets import KeyedSecrets
from services.messengers.gateway_address import read_gateway
from services.messengers.gateways import Gateway, HttpGateway, LogOnly, SmtpServer, TwilioAccount
from services.messengers.http import HttpMessenger
from services.messengers.log import LogMessenger
from services.messengers.reports import ReportAddresses
from services.messengers.smtp import SmtpMessenger
from services.messengers.twilio import TwilioMessenger


def messengers(settings: Settings) -> Mapping[Channel, Messenger]:
    """Return who carries the messages of each channel; whoever takes them closes them."""
    reports = ReportAddresses(public_url(settings), KeyedSecrets(secret_key(settings)))
    return {
        channel: _messenger(gateway, channel, reports.of_message)
        for channel, gateway in gateways(settings).items()
    }


def gateways(settings: Settings) -> Mapping[Channel, Gateway]:
    """Return what is known of the gateway of each channel."""
    return {
        Channel.SMS: read_gateway(settings.sms_url, Channel.SMS),
        Channel.EMAIL: read_gateway(settings.mail_url, Channel.EMAIL),
    }


def _messenger(gateway: Gateway, channel: Channel, report_url: Callable[[Outgoing], str]) -> Messenger:
    match gateway:
        case LogOnly():
            return LogMessenger(channel)
        case SmtpServer():
            return SmtpMessenger(gateway)
        case TwilioAccount():
            return TwilioMessenger(gateway, report_url)
        case HttpGateway():
            return HttpMessenger(gateway, channel, report_url)
        case _:
            assert_never(gateway)
