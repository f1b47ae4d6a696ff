"""POST /gateways/…: a gateway reports what became of a message, and passes on what somebody replied."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from app.webhooks.endpoint import WebhookReception, posted_body, require_post
from domain.customer import Channel
from domain.errors import Invalid, WebhookEndpointNotFound
from domain.ids import Kind, encode
from services.delivery.report import Heard
from services.messengers.gateways import Gateway, HttpGateway, LogOnly, SmtpServer, TwilioAccount
from services.messengers.hearing import hear_reply, hear_report
from services.messengers.http_words import HttpWords
from services.messengers.reports import Reported
from services.messengers.told import GatewayWords, Told
from services.messengers.twilio_words import TwilioWords
from services.witness import MessageNews


def gateway_routes() -> list[BaseRoute]:
    """Return the routes to which gateways send what they have to tell."""
    return [
        Route("/gateways/{channel}/reports/{token}", WebhookReception(_take_report)),
        Route("/gateways/sms/replies", WebhookReception(_take_reply)),
    ]


def words_of(gateway: Gateway, channel: Channel) -> GatewayWords | None:
    """Return how a gateway speaks; None for one that says nothing we could believe."""
    match gateway:
        case TwilioAccount():
            return TwilioWords(gateway.token)
        case HttpGateway(secret=str(secret)):
            return HttpWords(secret, f"http-{channel.lower()}")
        case HttpGateway() | SmtpServer() | LogOnly():
            return None


async def _take_report(request: Request) -> None:
    """Errors: Refused, Unverified, Unreadable; WebhookEndpointNotFound for an address that we never made."""
    require_post(request)
    state: Any = request.app.state
    channel, token = _channel(request), request.path_params["token"]
    reported: Reported | None = state.reports.reported(token)
    words = _words(state.gateway_words, channel)
    if reported is None:
        raise WebhookEndpointNotFound
    told = await _told(request, state.reports.at(channel, token), words)
    report = words.report(told)
    if report is None:
        return
    if report.about not in {None, str(reported.delivery_id), encode(Kind.DELIVERY, reported.delivery_id)}:
        raise Invalid(field=("data", "reference"))  # signed for another message's address
    match await hear_report(state.pool, state.secrets, reported, report):
        case Heard.NEVER_SENT:
            raise WebhookEndpointNotFound
        case Heard.NEWS:
            state.witness.saw(MessageNews(channel, words.provider, report.status))


async def _take_reply(request: Request) -> None:
    """Errors: Refused, Unverified, Unreadable; WebhookEndpointNotFound where no gateway passes replies on."""
    require_post(request)
    state: Any = request.app.state
    words = _words(state.gateway_words, Channel.SMS)
    reply = words.reply(await _told(request, state.reports.replies(), words))
    if reply is not None:
        await hear_reply(state.pool, state.secrets, words.provider, reply)


def _channel(request: Request) -> Channel:
    named = request.path_params["channel"]
    for channel in Channel:
        if named == channel.lower():
            return channel
    raise WebhookEndpointNotFound


def _words(known: Mapping[Channel, GatewayWords | None], channel: Channel) -> GatewayWords:
    words = known[channel]
    if words is None:
        raise WebhookEndpointNotFound
    return words


async def _told(request: Request, url: str, words: GatewayWords) -> Told:
    """Return what the gateway says, as it is really the gateway that says it. Errors: Refused, Unverified.

    `url` is made of PUBLIC_URL: what stands in the request's Host anybody can write.
    """
    query = f"?{request.url.query}" if request.url.query else ""
    told = Told(f"{url}{query}", dict(request.headers), await posted_body(request))
    words.require_genuine(told)
    return told
