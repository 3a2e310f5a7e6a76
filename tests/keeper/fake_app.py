"""An app that is only its socket: speaks the wire with a keeper, keeps a ledger of what it was told."""

import os
import select
import socket
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from holdspace.wire.protocol import LineReader, encode, read_hello, welcome
from tests.rig.processes import PATIENCE


class FakeApp:
    """One thread, no magic: `wait` reads and answers until something is true, or fails saying what it was told."""

    def __init__(self, path: Path, *, acknowledges: bool = True) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self._path = path
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(os.fspath(path))
        self._door.listen(4)
        self._client: socket.socket | None = None
        self._reader = LineReader()
        self.acknowledges = acknowledges
        self.connections = 0
        self.full = False
        self.hellos: list[dict[str, Any]] = []
        self.told: list[dict[str, Any]] = []
        self.spooled: dict[str, dict[str, Any]] = {}
        self.times: Counter[str] = Counter()

    # -- what it says

    def want(self, session: str | None = "s1", **changes: Any) -> None:
        """Tell the level."""
        self.say(self.level(session, **changes))

    @staticmethod
    def level(session: str | None, **changes: Any) -> dict[str, Any]:
        """What is wanted, as it is told."""
        level = {"lease_seconds": 300, "release_after_seconds": 0, "drain": True, "drain_exceptions": [], **changes}
        return {"tell": "want", "session": session, **level}

    def say(self, message: dict[str, Any]) -> None:
        """Any line."""
        assert self._client is not None, "no keeper is connected"
        self._client.sendall(encode(message))

    def say_raw(self, line: bytes) -> None:
        """Bytes that need not be a line."""
        assert self._client is not None, "no keeper is connected"
        self._client.sendall(line)

    def hang_up(self) -> None:
        """The connection ends without goodbye, as in a crash; the door stays open."""
        if self._client is not None:
            self._client.close()
        self._client = None

    def close(self) -> None:
        """Gone, door and all."""
        self.hang_up()
        self._door.close()
        self._path.unlink(missing_ok=True)

    # -- what it heard

    @property
    def connected(self) -> bool:
        """Whether a keeper said hello and is still there."""
        return self._client is not None and bool(self.hellos)

    @property
    def quiet(self) -> dict[str, Any]:
        """The last level of the quiet; empty when none was told."""
        return next((tell for tell in reversed(self.told) if tell["tell"] == "quiet"), {})

    def records(self, kind: str = "notify") -> list[dict[str, Any]]:
        """The records of one kind, in order, each key once."""
        seen = [tell["record"] for tell in self.spooled.values() if tell["tell"] == "seen"]
        return [record for record in seen if record["kind"] == kind]

    def named(self) -> dict[str, int]:
        """Key of a notification -> the id that the server gave it, however it was told."""
        names = {tell["of"]: tell["notification"] for tell in self.spooled.values() if tell["tell"] == "named"}
        for key, tell in self.spooled.items():
            if tell["tell"] == "seen" and tell["record"]["kind"] == "notify" and tell["record"]["notification"]:
                names[key] = tell["record"]["notification"]
        return names

    def tells(self, what: str) -> list[dict[str, Any]]:
        """Everything told of one sort."""
        return [tell for tell in self.told if tell["tell"] == what]

    def wait(self, true: Callable[[], Any], *, bound: float = PATIENCE, what: str = "it") -> Any:
        """Read and answer until `true()`; AssertionError with the last tells after `bound` seconds."""
        deadline = time.monotonic() + bound
        while True:
            self.turn(0)
            answer = true()
            if answer:
                return answer
            left = deadline - time.monotonic()
            assert left > 0, f"waited {bound:g} s for {what}; told: {self.told[-4:]}"
            self.turn(min(left, 0.02))

    def wait_connected(self, *, bound: float = PATIENCE) -> None:
        """Until a keeper said hello."""
        self.wait(lambda: self.connected, bound=bound, what="a keeper")

    def wait_quiet(self, *, bound: float = PATIENCE, **level: Any) -> None:
        """Until the last quiet says this."""
        self.wait(lambda: self.quiet and level.items() <= self.quiet.items(), bound=bound, what=f"quiet {level}")

    def pass_time(self, seconds: float) -> None:
        """Read and answer for so long."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.turn(left)

    def turn(self, timeout: float) -> None:
        """Read what there is, at most `timeout` seconds later."""
        watched = [self._door] if self._client is None else [self._door, self._client]
        for ready in select.select(watched, [], [], timeout)[0]:
            if ready is self._door:
                self._accept()
            else:
                self._read()

    def _accept(self) -> None:
        self.hang_up()
        self._client, _ = self._door.accept()
        self._reader = LineReader()
        self.connections += 1
        self.hellos.clear()

    def _read(self) -> None:
        if self._client is None:
            return
        try:
            data = self._client.recv(1024 * 1024)
        except ConnectionResetError:
            data = b""
        for message in self._reader.feed(data):
            self._hear(message)
        if not data:
            self.hang_up()
            self.hellos.clear()

    def _hear(self, message: dict[str, Any]) -> None:
        if not self.hellos:
            read_hello(message)
            self.hellos.append(message)  # as it came: with the pid, which only a trace reads
            with suppress(BrokenPipeError, ConnectionResetError):
                self.say({"refused": "busy"} if self.full else dict(welcome("0.0.test")))
            if self.full:
                self.hang_up()
                self.hellos.clear()
            return
        self.told.append(message)
        key = message.get("key")
        if key is not None:
            self.spooled.setdefault(key, message)
            self.times[key] += 1
            if self.acknowledges:
                with suppress(BrokenPipeError, ConnectionResetError):  # it was killed; the next one tells it again
                    self.say({"tell": "kept", "keys": [key]})
