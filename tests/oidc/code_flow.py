"""How a single-page app signs somebody in: the authorization code flow with PKCE, form by form."""

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import httpx

from tests.oidc.issuer import AUDIENCE
from tests.oidc.provided import Provider

CLIENT = "kontor-app"
# Two forms, each after some redirects, and back to the page.
MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class Granted:
    """What the issuer gives the page."""

    access_token: str
    id_token: str
    refresh_token: str


async def sign_in(provider: Provider, login: str, *, resource: str | None = AUDIENCE) -> Granted:
    """Sign in with any password and agree to all; `resource` names the API that the token is for."""
    verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(8)
    asked = {
        "client_id": CLIENT,
        "response_type": "code",
        "redirect_uri": provider.page,
        "scope": "openid offline_access kontor",
        "prompt": "consent",  # without being asked, nobody is given what outlives the visit
        "state": state,
        "code_challenge": _challenge(verifier),
        "code_challenge_method": "S256",
        **({} if resource is None else {"resource": resource}),
    }
    async with httpx.AsyncClient() as browser:
        about = await _about(browser, provider)
        returned = await _fill_in(browser, f"{about['authorization_endpoint']}?{urlencode(asked)}", login)
        assert (returned["state"], returned["iss"]) == (state, provider.url)
        code = {"grant_type": "authorization_code", "code": returned["code"], "code_verifier": verifier}
        return await _granted(browser, about, {**code, "redirect_uri": provider.page})


async def renew(provider: Provider, refresh_token: str) -> Granted:
    """Trade what outlives the access token for a new one, without anybody's help."""
    async with httpx.AsyncClient() as browser:
        about = await _about(browser, provider)
        return await _granted(browser, about, {"grant_type": "refresh_token", "refresh_token": refresh_token})


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


async def _about(browser: httpx.AsyncClient, provider: Provider) -> dict[str, Any]:
    answer = await browser.get(f"{provider.url}/.well-known/openid-configuration")
    about: dict[str, Any] = answer.json()
    return about


async def _fill_in(browser: httpx.AsyncClient, url: str, login: str) -> dict[str, str]:
    """Go where the issuer sends us and fill in its forms; return what it tells the page."""
    answer = await browser.get(url)
    for _ in range(MOST_STEPS):
        if not answer.is_redirect:
            action, prompt = _form(answer.text)
            words = {"prompt": prompt, "login": login, "password": "any"}
            answer = await browser.post(urljoin(str(answer.url), action), data=words)
            continue
        url = urljoin(str(answer.url), answer.headers["location"])
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        if "code" in query or "error" in query:
            return query
        answer = await browser.get(url)
    raise AssertionError(f"The issuer does not send us back, but says: {answer.text}")


def _form(page: str) -> tuple[str, str]:
    action = re.search(r'<form [^>]*action="([^"]+)"', page)
    prompt = re.search(r'name="prompt" value="(\w+)"', page)
    assert action is not None, page
    assert prompt is not None, page
    return action[1], prompt[1]


async def _granted(browser: httpx.AsyncClient, about: dict[str, Any], asked: dict[str, str]) -> Granted:
    answer = await browser.post(about["token_endpoint"], data={"client_id": CLIENT, **asked})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["token_type"] == "Bearer"
    return Granted(told["access_token"], told["id_token"], told["refresh_token"])
