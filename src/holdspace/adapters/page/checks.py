"""What a request must pass before anybody looks at it: the right host, our own origin, a bounded body, a bounded rate."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from holdspace.core.moment import Moment

BODY_CAP = 8 * 1024
ANSWERS_A_MINUTE = 30
STREAMS = 64


class Refused(Exception):
    """A request that is answered with a status and a code, and nothing else."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


class OwnHostAndOrigin:
    """Refuses what comes under a foreign name (DNS rebinding, 421) or from a foreign page (403).

    Cookies know no ports: another page on this computer is the same site, so its requests are told by their origin.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope)
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host not in self._hosts:
            return refused(421, "wrong_host")
        if scope["method"] not in {"GET", "HEAD"} and headers.get("origin") != f"http://{host}":
            return refused(403, "wrong_origin")
        from_elsewhere = headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}
        if from_elsewhere and headers.get("sec-fetch-mode") != "navigate":
            return refused(403, "wrong_origin")
        return None


class Rate:
    """At most so many answers a minute from one device. Resent ones count too: the page waits longer each time."""

    def __init__(self) -> None:
        self._times: dict[str, deque[Moment]] = {}

    def allow(self, device: str, now: Moment) -> bool:
        times = self._times.setdefault(device, deque())
        while times and now.since(times[0]).total_seconds() >= 60:
            times.popleft()
        if len(times) >= ANSWERS_A_MINUTE:
            return False
        times.append(now)
        return True


async def bounded_body(request: Request) -> bytes:
    """The body, unless it is larger than 8 KiB: then 413, read no further."""
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared) > BODY_CAP:
        raise Refused(413, "too_large")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_CAP:
            raise Refused(413, "too_large")
    return bytes(body)


def is_json(request: Request) -> bool:
    """Whether the body says that it is JSON: what a plain form of another page cannot say."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


def refused(status: int, code: str) -> JSONResponse:
    headers = {"retry-after": "60"} if status == 429 else None
    return JSONResponse({"code": code}, status_code=status, headers=headers)
