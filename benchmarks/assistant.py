"""An assistant without a browser: paired, the stream of events open, and answers sent as the page's scripts send them."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import uuid4

import httpx

from tests.rig.processes import wait_for

BOUND = 30.0


class Assistant:
    """`cards` is what the page shows now."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self.cards: list[dict[str, Any]] = []
        self.events = 0

    def card(self, said: str) -> dict[str, Any]:
        """The card of this sender, once it is theirs to answer."""
        return (
            wait_for(
                lambda: next((card for card in self.cards if card["sender"] == said and card["yours"]), None),
                what=f"a card of {said}",
            )
            or {}
        )

    def answer(self, said: str, choice: str, **more: str) -> dict[str, Any]:
        """The verdict."""
        card = self.card(said)
        body = {"nonce": str(uuid4()), "case": card["case"], "rev": card["rev"], "choice": choice, **more}

        def sent() -> httpx.Response | None:
            reply = self._client.post("/answer", json=body)
            return (
                None if reply.status_code in {429, 503} else reply
            )  # the page sends it again too, with the same nonce

        reply = wait_for(sent, what="a verdict")
        assert reply is not None
        verdict: dict[str, Any] = reply.raise_for_status().json()
        return verdict

    def read(self, lines: Iterator[str]) -> None:
        """The stream, until it ends."""
        for line in lines:
            if line.startswith("data: "):
                content = json.loads(line.removeprefix("data: "))["content"]
                self.cards = content["cards"] if content else []
                self.events += 1


@contextmanager
def assistant(link: str) -> Iterator[Assistant]:
    """Paired by a one-time link; there while the block lasts."""
    origin = link.partition("/pair/")[0]
    with httpx.Client(base_url=origin, headers={"origin": origin}, timeout=BOUND, trust_env=False) as client:
        client.post(link, follow_redirects=True).raise_for_status()
        with client.stream("GET", "/events", timeout=None) as stream:
            person = Assistant(client)
            reader = threading.Thread(target=_read, args=(person, stream))
            reader.start()
            wait_for(lambda: person.events, what="the first event")
            try:
                yield person
            finally:
                with suppress(OSError):  # the app was killed, and the stream is closed already
                    stream.extensions["network_stream"].get_extra_info("socket").shutdown(2)
                reader.join()


def _read(person: Assistant, stream: httpx.Response) -> None:
    try:
        person.read(stream.iter_lines())
    except httpx.HTTPError:
        return  # hung up, by us or by the app
