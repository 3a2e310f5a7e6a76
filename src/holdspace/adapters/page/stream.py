"""The open pages: each has one stream of server-sent events that always holds the whole content, the newest only."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from holdspace.adapters.page.as_json import content_json, same_page
from holdspace.adapters.page.checks import STREAMS, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.types import Receive, Scope, Send

    from holdspace.adapters.page.content import PageContent
    from holdspace.core.moment import Moment

HEARTBEAT_SECONDS = 25.0
"""How often a silent stream says that it lives. On loopback a closed page is noticed at once; this finds the rest."""
GRACE_SECONDS = 20.0
"""How long somebody without an open page still counts as there: a reload, a laptop that blinks."""
SEND_BOUND_SECONDS = 30.0
"""A page that takes nothing for so long is dead."""


class Cancellable(Protocol):
    def cancel(self) -> None: ...


class Later(Protocol):
    """A timer: calls back on the I/O thread after so many seconds (`loop.call_later`)."""

    def __call__(self, delay: float, callback: Callable[[], None], /) -> Cancellable: ...


class Presence(Protocol):
    """Hears of a responder who came or left (`Desk.presence`)."""

    def __call__(self, responder: str, *, present: bool) -> None: ...


class Stream:
    """One open page. An ASGI response that ends when the page is closed or told to go."""

    def __init__(self, streams: Streams, responder: str, device: str) -> None:
        self.responder = responder
        self.device = device
        self._streams = streams
        self._wake = asyncio.Event()
        self._news = True
        self._beat = False
        self._ended = False

    def tell(self) -> None:
        """The content changed."""
        self._news = True
        self._wake.set()

    def beat(self) -> None:
        self._beat = True
        self._wake.set()

    def end(self) -> None:
        self._ended = True
        self._wake.set()

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        self._wake.set()
        try:
            headers = [(b"content-type", b"text/event-stream; charset=utf-8")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            async with asyncio.TaskGroup() as group:
                watcher = group.create_task(self._end_with_page(receive))
                await self._pump(send)
                watcher.cancel()
        finally:
            self._streams.close(self)

    async def _pump(self, send: Send) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            if self._ended:
                break
            if self._news:
                self._news = self._beat = False
                await self._send(send, self._streams.event_for(self.responder))
            elif self._beat:
                self._beat = False
                await self._send(send, b":\n\n")
        await self._send(send, b"", more=False)

    async def _send(self, send: Send, body: bytes, *, more: bool = True) -> None:
        try:
            async with asyncio.timeout(SEND_BOUND_SECONDS):
                await send({"type": "http.response.body", "body": body, "more_body": more})
        except (TimeoutError, OSError):
            self._ended = True
            self._wake.set()

    async def _end_with_page(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self.end()


class Streams:
    """All open pages, what they show, and who is there. Used on the I/O thread; `present` may be read anywhere."""

    def __init__(self, *, presence: Presence, later: Later, now: Callable[[], Moment]) -> None:
        self.present: frozenset[str] = frozenset()
        self._presence = presence
        self._later = later
        self._now = now
        self._streams: set[Stream] = set()
        self._leaving: dict[str, Cancellable] = {}
        self._heart: Cancellable | None = None
        self._contents: Mapping[str, PageContent] = {}
        self._shown_at = now()

    def content(self, responder: str) -> PageContent | None:
        return self._contents.get(responder)

    def show(self, contents: Mapping[str, PageContent], at: Moment) -> None:
        """Replace what every page shows. Only pages that would look different are told."""
        before, self._contents = self._contents, contents
        between = at.since(self._shown_at).total_seconds()
        self._shown_at = at
        for stream in self._streams:
            if not same_page(before.get(stream.responder), contents.get(stream.responder), between):
                stream.tell()

    def event_for(self, responder: str) -> bytes:
        """The event that holds a responder's whole page. `age` is how many seconds ago its lengths were told."""
        age = self._now().since(self._shown_at).total_seconds()
        content = content_json(self._contents.get(responder))
        return f'event: page\ndata: {{"age":{age:.3f},"content":{content}}}\n\n'.encode()

    def open(self, responder: str, device: str) -> Stream:
        """A page was opened. Raises Refused (503) when too many are open."""
        if len(self._streams) >= STREAMS:
            raise Refused(503, "too_many_pages")
        stream = Stream(self, responder, device)
        self._streams.add(stream)
        leaving = self._leaving.pop(responder, None)
        if leaving:
            leaving.cancel()
        self._came(responder)
        if self._heart is None:
            self._heart = self._later(HEARTBEAT_SECONDS, self._beat)
        return stream

    def close(self, stream: Stream) -> None:
        """A page is gone. After the grace time without another one its responder is gone too."""
        self._streams.discard(stream)
        if not self._streams and self._heart:
            self._heart.cancel()
            self._heart = None
        responder = stream.responder
        if responder in self.present and responder not in self._leaving and not self._has_page(responder):
            self._leaving[responder] = self._later(GRACE_SECONDS, lambda: self._gone(responder))

    def seen(self, responder: str) -> None:
        """They did something: they are there, also while their page has no stream (it comes back, or they leave in time)."""
        if self._has_page(responder):
            return
        leaving = self._leaving.pop(responder, None)
        if leaving:
            leaving.cancel()
        self._came(responder)
        self._leaving[responder] = self._later(GRACE_SECONDS, lambda: self._gone(responder))

    def end(self, responder: str | None = None) -> None:
        """End the pages of one responder (they were revoked) or all: without grace."""
        for stream in list(self._streams):
            if responder in {None, stream.responder}:
                self._streams.discard(stream)
                stream.end()
        for name in sorted(self.present):
            if responder in {None, name}:
                self._gone(name)
        if not self._streams and self._heart:
            self._heart.cancel()
            self._heart = None

    def _came(self, responder: str) -> None:
        if responder not in self.present:
            self.present |= {responder}
            self._presence(responder, present=True)

    def _gone(self, responder: str) -> None:
        leaving = self._leaving.pop(responder, None)
        if leaving:
            leaving.cancel()
        self.present -= {responder}
        self._presence(responder, present=False)

    def _has_page(self, responder: str) -> bool:
        return any(stream.responder == responder for stream in self._streams)

    def _beat(self) -> None:
        for stream in self._streams:
            stream.beat()
        self._heart = self._later(HEARTBEAT_SECONDS, self._beat) if self._streams else None
