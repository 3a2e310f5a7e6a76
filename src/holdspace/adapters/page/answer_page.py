"""The answer page as the app sees it: start it, say what each responder sees, make links. Importing it costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future
    from socket import socket

    from holdspace.adapters.io_thread import IoThread
    from holdspace.adapters.page.content import Desk, PageContent
    from holdspace.adapters.page.devices import DeviceBook, Devices
    from holdspace.adapters.page.links import Links
    from holdspace.adapters.page.sentences import Speaker
    from holdspace.adapters.page.server import EventServer
    from holdspace.adapters.page.stream import Later, Streams
    from holdspace.core.moment import Moment
    from holdspace.engine.ports import Clock

STOP_BOUND = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFitness:
    """What the page says of itself. `why` is a code: off, starting, failed, or empty when it works."""

    status: Literal["works", "off", "cannot"]
    why: str = ""
    port: int = 0
    open_for: tuple[str, ...] = ()
    """Responders who have a page open, or had one until a moment ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Running:
    """What lives on the I/O thread while the page is served."""

    server: EventServer
    streams: Streams
    links: Links
    devices: Devices


class AnswerPage:
    """Methods are called on the main thread and never wait for the network; `stop` waits, within a bound.

    `words` gives the speaker of a language (`holdspace.words.translator`). `clock` is read on the I/O thread too.
    """

    def __init__(
        self,
        io: IoThread,
        desk: Desk,
        devices: DeviceBook,
        words: Callable[[str], Speaker],
        clock: Clock,
        *,
        later: Later | None = None,
    ) -> None:
        self._io = io
        self._desk = desk
        self._book = devices
        self._words = words
        self._clock = clock
        self._later = later
        self._contents: Mapping[str, PageContent] = {}
        self._shown_at: Moment | None = None
        self._running: _Running | None = None
        self._serving: Future[None] | None = None
        self._port = 0

    def start(self, port: int = 0) -> int:
        """Serve on 127.0.0.1; returns the port to remember: the given one, or a free one if that is taken or 0.

        Connections are taken from now on and served as soon as the libraries are loaded, on the I/O thread.
        Raises OSError when there is no socket to be had.
        """
        from holdspace.adapters.page.listener import listen

        if self._serving and not self._serving.done():
            return self._port
        listener = listen(port)
        self._port = int(listener.getsockname()[1])
        self._serving = self._io.submit(self._serve(listener, self._port))
        return self._port

    def show(self, contents: Mapping[str, PageContent]) -> None:
        """Replace what every responder's page shows. Who is not named is shown nothing."""
        self._contents, self._shown_at = dict(contents), self._clock.now()
        if self._serving:
            self._soon(self._show_now)

    def link(self, responder: str) -> str:
        """A new one-time link for this responder. Raises RuntimeError unless the page is started."""
        from holdspace.adapters.page.links import new_token

        if not self._serving or self._serving.done():
            raise RuntimeError("the answer page is not started")
        token, made = new_token(), self._clock.now()

        def keep() -> None:
            if self._running:
                self._running.links.keep(token, responder, made)

        self._soon(keep)
        return f"http://127.0.0.1:{self._port}/pair/{token}"

    def connected(self, responder: str) -> bool:
        """Whether this responder has a page open, or closed the last one less than the grace time ago."""
        running = self._running
        return running is not None and responder in running.streams.present

    def revoke(self, responder: str) -> None:
        """Unpair all devices of a responder and end their pages. A failure to keep that reaches the I/O thread's handler."""

        def cut() -> None:
            if self._running:
                self._running.streams.end(responder)
                self._running.devices.revoke(responder)

        if self._serving:
            self._soon(cut)

    def retain(self, responders: frozenset[str]) -> None:
        """Revoke everybody else: whoever left the policy just before the app died was not unpaired then."""

        def cut() -> None:
            if self._running:
                for gone in sorted(self._running.devices.responders() - responders):
                    self._running.streams.end(gone)
                    self._running.devices.revoke(gone)

        if self._serving:
            self._soon(cut)

    def fitness(self) -> PageFitness:
        if self._serving is None:
            return PageFitness(status="off", why="off")
        running = self._running
        if self._serving.done():
            failed = not self._serving.cancelled() and self._serving.exception() is not None
            return PageFitness(status="cannot", why="failed") if failed else PageFitness(status="off", why="off")
        if running is None:
            return PageFitness(status="works", why="starting", port=self._port)
        return PageFitness(status="works", port=self._port, open_for=tuple(sorted(running.streams.present)))

    def stop(self, bound: float = STOP_BOUND) -> bool:
        """End all pages and the server. False if that took longer than `bound` seconds."""
        from concurrent.futures import wait

        serving = self._serving
        if serving is None or serving.done():
            return True
        self._soon(self._leave)
        return not wait([serving], timeout=bound).not_done

    def _soon(self, act: Callable[[], None]) -> None:
        """Act on the I/O thread. As a task, so that it comes after the first step of `_serve`, which puts all together."""

        async def task() -> None:
            act()

        self._io.submit(task())

    async def _serve(self, listener: socket, port: int) -> None:
        with listener:
            running = self._assemble(port)
            try:
                self._running = running
                self._show_now()
                await running.server.serve(sockets=[listener])
            finally:
                running.streams.end()
                self._running = None

    def _assemble(self, port: int) -> _Running:
        """Load the libraries and put the site together. On the I/O thread: the window must not wait for imports."""
        import asyncio

        from holdspace.adapters.page.devices import Devices
        from holdspace.adapters.page.documents import Documents
        from holdspace.adapters.page.links import Links
        from holdspace.adapters.page.server import event_server
        from holdspace.adapters.page.site import Site
        from holdspace.adapters.page.stream import Streams

        now = self._clock.now
        later = self._later or asyncio.get_running_loop().call_later
        streams = Streams(presence=self._desk.presence, later=later, now=now)
        links, devices = Links(), Devices(self._book)
        site = Site(
            desk=self._desk,
            devices=devices,
            links=links,
            streams=streams,
            documents=Documents(self._words),
            now=now,
        )
        return _Running(server=event_server(site.app(port)), streams=streams, links=links, devices=devices)

    def _show_now(self) -> None:
        """Tell the pages the newest content: several calls in a row are one change."""
        if self._running and self._shown_at:
            self._running.streams.show(self._contents, self._shown_at)

    def _leave(self) -> None:
        if self._running:
            self._running.streams.end()
            self._running.server.leave()
