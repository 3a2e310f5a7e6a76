"""The page's routes: pair, look, listen, answer. Everything here runs on the I/O thread."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from holdspace.adapters.page.answers import read_answer, read_answers
from holdspace.adapters.page.as_json import verdict_json
from holdspace.adapters.page.checks import OwnHostAndOrigin, Rate, Refused, bounded_body, is_json, refused
from holdspace.adapters.page.devices import PAIRED_FOR
from holdspace.adapters.page.headers import FOR_EVER, SafeHeaders

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from holdspace.adapters.page.content import Answer, Desk, Verdict
    from holdspace.adapters.page.devices import Device, Devices
    from holdspace.adapters.page.documents import Documents
    from holdspace.adapters.page.links import Links
    from holdspace.adapters.page.stream import Stream, Streams
    from holdspace.core.moment import Moment

COOKIE = "holdspace"
_TAG = re.compile(r"\s*([A-Za-z]{2,3})\b")
_GONE = {"open": 200, "used": 410, "expired": 410, "unknown": 403, "unpaired": 401, "unkept": 503}


class Site:
    """Brings requests to what they ask for: links, devices, streams, the desk."""

    def __init__(
        self,
        *,
        desk: Desk,
        devices: Devices,
        links: Links,
        streams: Streams,
        documents: Documents,
        now: Callable[[], Moment],
    ) -> None:
        self._desk = desk
        self._devices = devices
        self._links = links
        self._streams = streams
        self._documents = documents
        self._now = now
        self._rate = Rate()

    def app(self, port: int) -> Starlette:
        """The application, for requests that name 127.0.0.1 or localhost with this port."""
        hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        return Starlette(
            routes=[
                Route("/", self._index),
                Route("/pair/{token}", self._pair_look, methods=["GET"]),
                Route("/pair/{token}", self._pair, methods=["POST"]),
                Route("/events", self._events),
                Route("/hello", self._hello),
                Route("/answer", self._answer, methods=["POST"]),
                Route("/answers", self._answers, methods=["POST"]),
                Route("/static/{edition}/font/{name}", self._font),
                Route("/static/{edition}/{name}", self._file),
            ],
            middleware=[Middleware(SafeHeaders), Middleware(OwnHostAndOrigin, hosts=hosts)],
            exception_handlers={Refused: _say_refused, HTTPException: _say_http, Exception: _say_failed},
        )

    async def _index(self, request: Request) -> Response:
        device = self._device(request)
        if device is None:
            return self._pairing_page("unpaired", "", request)
        content = self._streams.content(device.responder)
        return HTMLResponse(self._documents.page(content, _language(request)))

    async def _pair_look(self, request: Request) -> Response:
        """Shows a button and uses nothing up: whoever previews links must not spend them."""
        return self._pairing_page(*self._links.look(request.path_params["token"], self._now()), request)

    async def _pair(self, request: Request) -> Response:
        await bounded_body(request)
        token = request.path_params["token"]
        state, responder = self._links.look(token, self._now())
        if state != "open":
            return self._pairing_page(state, responder, request)
        try:
            cookie = self._devices.pair(responder, self._now())
        except OSError:
            return self._pairing_page("unkept", responder, request)
        self._links.use_up(token)
        response = RedirectResponse("/", status_code=HTTPStatus.SEE_OTHER)
        response.set_cookie(
            COOKIE, cookie, max_age=int(PAIRED_FOR.total_seconds()), httponly=True, samesite="strict", path="/"
        )
        return response

    async def _hello(self, request: Request) -> Response:
        self._paired(request)
        return Response(status_code=HTTPStatus.NO_CONTENT)

    async def _events(self, request: Request) -> Stream:
        device = self._paired(request)
        return self._streams.open(device.responder, device.id)

    async def _answer(self, request: Request) -> Response:
        device = self._answering(request)
        answer = read_answer(await bounded_body(request))
        self._streams.seen(device.responder)
        verdict = await self._judged(device, answer)
        if verdict is None:  # the page sends it again, with the same nonce
            raise Refused(503, "no_verdict_yet")
        return JSONResponse(verdict_json(verdict))

    async def _answers(self, request: Request) -> Response:
        """What was said with one press about several cases. Each is judged by itself; one without a verdict is left out.

        They count as one in the rate, as they are one press; the bound of the body bounds how many there are.
        """
        device = self._answering(request)
        answers = read_answers(await bounded_body(request))
        self._streams.seen(device.responder)
        verdicts = await asyncio.gather(*(self._judged(device, answer) for answer in answers))
        told = {answer.nonce: verdict_json(one) for answer, one in zip(answers, verdicts, strict=True) if one}
        return JSONResponse({"verdicts": told})

    def _answering(self, request: Request) -> Device:
        """The paired browser that answers, within its rate. Only who says something that can be read counts as there."""
        device = self._paired(request)
        if not is_json(request):
            raise Refused(415, "not_json")
        if not self._rate.allow(device.id, self._now()):
            raise Refused(429, "too_many_answers")
        return device

    async def _judged(self, device: Device, answer: Answer) -> Verdict | None:
        """The desk's verdict; None when it could not give one in time."""
        try:
            return await self._desk.answer(device.responder, replace(answer, device=device.id))
        except TimeoutError:
            return None

    async def _file(self, request: Request) -> Response:
        return self._sent(request, self._documents.file(request.path_params["name"]))

    async def _font(self, request: Request) -> Response:
        return self._sent(request, self._documents.font(request.path_params["name"]))

    def _sent(self, request: Request, found: tuple[bytes, str] | None) -> Response:
        """A page of before an update finds its files, and does not keep them under the old name."""
        if found is None:
            raise Refused(404, "not_found")
        response = Response(found[0], media_type=found[1])
        if request.path_params["edition"] == self._documents.edition:
            response.headers["cache-control"] = FOR_EVER
        return response

    def _device(self, request: Request) -> Device | None:
        return self._devices.known(request.cookies.get(COOKIE, ""), self._now())

    def _paired(self, request: Request) -> Device:
        device = self._device(request)
        if device is None:
            raise Refused(401, "not_paired")
        return device

    def _pairing_page(self, state: str, responder: str, request: Request) -> Response:
        content = self._streams.content(responder)
        return HTMLResponse(
            self._documents.pairing(state, content, _language(request)),
            status_code=_GONE[state],
        )


def _language(request: Request) -> str:
    """The browser's first language: only for who is not known yet."""
    found = _TAG.match(request.headers.get("accept-language", ""))
    return found.group(1).lower() if found else "en"


async def _say_refused(_request: Request, error: Exception) -> Response:
    return refused(error.status, error.code) if isinstance(error, Refused) else refused(500, "failed")


async def _say_http(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return refused(status, HTTPStatus(status).phrase.lower().replace(" ", "_"))


async def _say_failed(_request: Request, _error: Exception) -> Response:
    return refused(500, "failed")  # the server logs the failure itself; the page only hears that there was one
