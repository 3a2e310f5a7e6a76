"""uvicorn without its tick: the server waits on an event, so an idle page costs nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from uvicorn import Config, Server

from holdspace.override import override

if TYPE_CHECKING:
    from starlette.types import ASGIApp


CONNECTIONS = 160
"""64 streams, and room for what their pages load and send."""
GOODBYE_SECONDS = 2


class EventServer(Server):
    """Serves until `leave` is called. Its own loop would wake ten times a second only to look at a flag."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self._leaving = asyncio.Event()

    @override
    async def main_loop(self) -> None:
        await self._leaving.wait()

    def leave(self) -> None:
        """End the loop. Called on the loop's thread."""
        self.should_exit = True
        self._leaving.set()


def event_server(app: ASGIApp) -> EventServer:
    """A server for `app`, without access log, web sockets, lifespan, proxy headers, or a word about itself."""
    config = Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        interface="asgi3",
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        limit_concurrency=CONNECTIONS,
        h11_max_incomplete_event_size=16 * 1024,
        timeout_graceful_shutdown=GOODBYE_SECONDS,
    )
    return EventServer(config)
