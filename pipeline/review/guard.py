"""Who may ask: this machine's browser, with the token of the address it was opened with.

Every page on the web can send requests to a port of this machine. So the name the request was sent
to (`Host`) and the page it came from (`Origin`) must be ours, and a cookie must carry the token.
"""

import hmac
from collections.abc import Sequence
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "media-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


class Guard:
    """Lets through what comes from our own page, and sends every answer under our policy.

    `ticket` opens the page once, for the browser that we start: others on this machine can read what it was told.
    """

    def __init__(self, app: ASGIApp, token: str, hosts: Sequence[str], ticket: str = "") -> None:
        self.app, self.token, self.hosts, self.ticket = app, token, hosts, ticket
        # Browsers do not part cookies by port, and several reviews may be open.
        self.cookie = f"mondegreen-{hosts[0].rpartition(':')[2]}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            """Sends an answer with our headers."""
            if message["type"] == "http.response.start":
                own = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message["headers"], *own]
            await send(message)

        refusal = self._refusal(scope)
        await (refusal or self.app)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self.hosts:
            return PlainTextResponse("This server answers to its own address only.", 421)
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["path"] == "/" and (_same(given, self.token) or self._is_ticket(given)):
            return self._welcome()
        if not _same(cookie_parser(headers.get("cookie", "")).get(self.cookie, ""), self.token):
            return PlainTextResponse(
                "Open the address that `mondegreen review` printed: it carries a token.", 403
            )
        if scope["method"] not in ("GET", "HEAD"):
            origins = [f"http://{host}" for host in self.hosts]
            if headers.get("origin", "") not in origins:
                return PlainTextResponse("This request came from another page.", 403)
            if headers.get("content-type", "").partition(";")[0] != "application/json":
                return PlainTextResponse("Requests are JSON.", 415)
        return None

    def _welcome(self) -> Response:
        """Put the token in a cookie, and take it out of the address."""
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
        return answer

    def _is_ticket(self, given: str) -> bool:
        valid = bool(self.ticket) and _same(given, self.ticket)
        self.ticket = "" if valid else self.ticket
        return valid


def _same(given: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode(), secret.encode())
