"""What a browser gets at /graphql: the explorer under a policy that lets no other host in."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from string import Template

from starlette.responses import HTMLResponse, Response

from app.explorer.bundle import STATIC, Bundle, find_bundle
from app.explorer.files import PREFIX

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
    "Vary": "Accept",  # the same address answers JSON to everyone else
}


def explorer_page() -> Response:
    """Return the explorer, or 503 and a plain sentence when the set-up could not fetch its files."""
    return render_page(find_bundle())


def render_page(bundle: Bundle | None) -> Response:
    """Return the page for these files; without them, what is missing and how to get it."""
    if bundle is None:
        content = _template("missing.html").substitute(files_missing=_in_every_language("files_missing"))
        return HTMLResponse(content, status_code=503, headers=HEADERS)
    content = _template("page.html").substitute(
        base=f"{PREFIX}/{bundle.version}", script_missing=_in_every_language("script_missing")
    )
    return HTMLResponse(content, headers=HEADERS)


@cache
def _template(name: str) -> Template:
    return Template((STATIC / name).read_text(encoding="utf-8"))


@cache
def _in_every_language(key: str) -> str:
    """Return one text in all languages, for a page that has no script to choose one."""
    texts: dict[str, dict[str, str]] = json.loads((STATIC / "texts.json").read_text(encoding="utf-8"))
    return "\n".join(f'<p lang="{language}">{escape(words[key])}</p>' for language, words in texts.items())
