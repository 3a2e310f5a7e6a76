"""Somebody of the drill at the answer page: pairs by a real link, keeps a page open, sees its cards, and answers."""

from __future__ import annotations

import json
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from queue import Empty, SimpleQueue
from socket import SHUT_RDWR
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from holdspace.cli.client import new_id
from holdspace.cli.drill.rows import Failed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from http.client import HTTPResponse

SECONDS = 5.0
QUIET_SECONDS = 60.0
"""A stream says that it lives every 25 seconds."""


class Visitor:
    """Raises Failed with what does not work: "not_reachable", "not_paired", "page_closed", "not_answered"."""

    def __init__(self, link: str) -> None:
        parts = urlsplit(link)
        self._host, self._port, self._path = parts.hostname or "", parts.port or 0, parts.path
        self._origin = f"http://{parts.netloc}"
        self._cookie = ""
        self._stream: HTTPConnection | None = None
        self._listener: Thread | None = None
        self._pages: SimpleQueue[tuple[dict[str, Any], float] | None] = SimpleQueue()
        self._page: Mapping[str, Any] = {}
        self.as_of = 0.0
        """When what the page shows was so (monotonic): its seconds are counted from then."""
        self._closed = False

    def pair(self) -> None:
        """Open the link and press its button, as a browser does; its cookie is kept."""
        self._request("GET", self._path, expected=200)
        headers = self._request("POST", self._path, expected=303)
        self._cookie = headers.get("set-cookie", "").partition(";")[0]
        if not self._cookie:
            raise Failed("not_paired", "see_log")
        self._request("GET", "/", expected=200)

    def open(self) -> None:
        """Keep the page open: from now on they are there."""
        self._stream = connection = HTTPConnection(self._host, self._port, timeout=QUIET_SECONDS)
        try:
            connection.request("GET", "/events", headers={"Cookie": self._cookie})
            response = connection.getresponse()
        except (OSError, HTTPException) as error:
            connection.close()
            raise Failed("not_reachable", "restart_holdspace") from error
        if response.status != 200:
            connection.close()
            raise Failed("page_closed", "restart_holdspace")
        self._listener = Thread(target=self._listen, args=(connection, response), daemon=True)
        self._listener.start()

    def cards(self) -> list[Mapping[str, Any]]:
        """What the page shows now. Raises Failed once it was closed."""
        try:
            while True:
                page = self._pages.get_nowait()
                self._closed = page is None
                if page is not None:
                    self._page, self.as_of = page
        except Empty:
            pass
        if self._closed:
            raise Failed("page_closed", "restart_holdspace")
        cards = self._page.get("cards")
        return [card for card in cards if isinstance(card, dict)] if isinstance(cards, list) else []

    def answer(self, card: Mapping[str, Any], choice: str, **reasons: str) -> None:
        """Say it, as the page's script does."""
        body = {"nonce": new_id(), "case": card.get("case"), "rev": card.get("rev"), "choice": choice, **reasons}
        connection = HTTPConnection(self._host, self._port, timeout=SECONDS)
        headers = {"Cookie": self._cookie, "Origin": self._origin, "Content-Type": "application/json"}
        try:
            connection.request("POST", "/answer", json.dumps(body), headers)
            said = json.loads(connection.getresponse().read())
        except (OSError, HTTPException, ValueError) as error:
            raise Failed("not_reachable", "restart_holdspace") from error
        finally:
            connection.close()
        if not (isinstance(said, dict) and said.get("accepted") is True):
            raise Failed("not_answered", "see_log")

    def leave(self) -> None:
        """Close the page."""
        if self._stream is None or self._listener is None:
            return
        sock = self._stream.sock
        if sock is not None:
            with suppress(OSError):  # the other side closed it already
                sock.shutdown(SHUT_RDWR)  # whoever listens hears its end
        self._listener.join(SECONDS)

    def _request(self, method: str, path: str, *, expected: int) -> Mapping[str, str]:
        connection = HTTPConnection(self._host, self._port, timeout=SECONDS)
        headers = {"Cookie": self._cookie} if self._cookie else {}
        if method == "POST":
            headers |= {"Origin": self._origin, "Content-Length": "0"}
        try:
            connection.request(method, path, headers=headers)
            response = connection.getresponse()
            response.read()
        except (OSError, HTTPException) as error:
            raise Failed("not_reachable", "restart_holdspace") from error
        finally:
            connection.close()
        if response.status != expected:
            raise Failed("not_paired", "see_log")
        return {name.lower(): value for name, value in response.getheaders()}

    def _listen(self, connection: HTTPConnection, response: HTTPResponse) -> None:
        """On a thread of its own, until the page is closed."""
        try:
            for line in response:
                if line.startswith(b"data: "):
                    told = json.loads(line[6:])
                    content = told.get("content")
                    if isinstance(content, dict):
                        self._pages.put((content, monotonic() - float(told.get("age") or 0.0)))
        except (OSError, HTTPException, ValueError, TypeError, AttributeError):
            pass  # the same as its end: it is closed
        response.close()
        connection.close()
        self._pages.put(None)
