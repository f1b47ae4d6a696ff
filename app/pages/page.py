"""A template, a language and facts become a page that loads nothing but its style and leaks no address."""

from collections.abc import Mapping, Sequence
from functools import cache, partial

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.http.negotiation import language
from app.pages.assets import PAGES, style_path
from domain.locale import Locale, language_of
from domain.texts import say

# A link is a permission: whoever read one in a cache, a log or a search engine could use it.
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Vary": "Accept-Language",
}
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none';"
    " form-action 'self'"
)
# Each in its own words, so that who landed in the wrong one finds the way out.
_NAMES = {Locale.DE: "Deutsch", Locale.FR: "Français", Locale.EN: "English"}


def page(
    template: str,
    locale: Locale,
    *,
    status: int = 200,
    leads_to: Sequence[str] = (),
    refresh_s: int | None = None,
    headers: Mapping[str, str] | None = None,
    **facts: object,
) -> Response:
    """Return `templates/pages/<template>` in a language; there `t("payer.title", …)` is a text of `pages`.

    `leads_to` are the origins to which a form of the page may lead in the end, such as a provider's checkout;
    after `refresh_s` seconds the page is loaded again.
    """
    content = (
        _environment()
        .get_template(template)
        .render(
            t=partial(_text, locale),
            locale=locale.value,
            languages=_NAMES,
            style=style_path(),
            refresh_s=refresh_s,
            **facts,
        )
    )
    policy = " ".join((_POLICY, *leads_to))
    return HTMLResponse(
        content,
        status,
        {**_HEADERS, "Content-Security-Policy": policy, "Content-Language": locale.value, **(headers or {})},
    )


def page_not_found(request: Request) -> Response:
    """Return what a link that leads nowhere shows, in the language of the browser."""
    return page("not_found.html", page_language(request, None, "en"), status=404)


def page_language(request: Request, preferred: str | None, fallback: str) -> Locale:
    """Return the language of a page: `?lang=`, else that of the customer's locale, else the browser's.

    `fallback` is the merchant's locale: for a browser that names none of our languages.
    """
    chosen = language_of(request.query_params.get("lang", "")) or language_of(preferred or "")
    return chosen or language(request.headers.get("accept-language"), language_of(fallback) or Locale.EN)


def _text(locale: Locale, key: str, **facts: object) -> str:
    return say(f"pages.{key}", locale, **facts)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,  # everything, whatever a template is called
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
