"""Whether a person is looking at a page, or something that looks at links before people do."""

import re

from starlette.requests import Request

# Those that make previews in messengers and mail, search engines, and whoever calls itself a robot. Scanners
# that pass for a browser can't be told from one; then a request was VIEWED by a scanner. Cubot makes phones.
_ROBOT = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|preview|facebookexternalhit|facebookcatalog|whatsapp|skypeuri|vkshare"
    r"|embedly|iframely|pinterest|safelinks|scanner|headlesschecker|monitor|curl|wget|python|go-http|java/"
    r"|okhttp|libwww|httpclient|axios|node-fetch|undici",
    re.IGNORECASE,
)


def is_by_a_person(request: Request) -> bool:
    """Tell whether a GET shows the page to a person, as far as headers say.

    Not a HEAD, not what a browser fetches or draws ahead, not a part of another page, not a robot, and not
    somebody without a name.
    """
    headers = request.headers
    purpose = headers.get("sec-purpose", "") + headers.get("purpose", "") + headers.get("x-purpose", "")
    agent = headers.get("user-agent", "")
    return (
        request.method == "GET"
        and "prefetch" not in purpose
        and "prerender" not in purpose
        and "preview" not in purpose
        and headers.get("x-moz", "") != "prefetch"
        and headers.get("sec-fetch-dest", "document") == "document"
        and agent != ""
        and _ROBOT.search(agent) is None
    )
