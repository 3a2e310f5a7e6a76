"""The headers that every answer of the page carries: nothing is loaded from elsewhere, embedded or guessed; and nothing is
cached but what says of itself that it may be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALLOWED = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
POLICY = "; ".join(_ALLOWED)

HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", POLICY.encode()),
    # `no-referrer` would make Chromium send `Origin: null` with our own form, and the origin check would refuse it.
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
CACHING = b"cache-control"
FOR_EVER = "private, max-age=31536000, immutable"
"""RFC 9111 5.2.2 and RFC 8246: for what has another address once it changes, and holds nobody's words."""


class SafeHeaders:
    """Puts the headers on everything that goes out, refusals too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = message.get("headers", ())
                message["headers"] = [*own, *HEADERS]
                if CACHING not in dict(own):
                    message["headers"].append((CACHING, b"no-store"))
            await send(message)

        await self._app(scope, receive, with_headers)
