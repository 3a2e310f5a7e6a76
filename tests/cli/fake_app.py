"""An app that is a socket and a script: it speaks the wire's protocol as the real one does, or breaks it as told."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from holdspace.wire import protocol, spool
from holdspace.wire.paths import Paths
from tests.rig.command_line import in_process

Lines = Iterable[Mapping[str, Any] | bytes]
Script = Callable[[dict[str, Any]], Lines]

SILENT = b""
"""In a script: say nothing more and keep the connection open until the client goes."""
ROOT = Path(__file__).resolve().parents[2]


class FakeApp:
    """Listens at the socket of a home. `script` yields the replies to a request; a connection then ends."""

    def __init__(self, home: Path, script: Script, *, welcome: Mapping[str, Any] | bytes | None = None) -> None:
        self.paths = Paths(home)
        self.paths.ensure()
        self.requests: list[dict[str, Any]] = []
        self.hellos: list[dict[str, Any]] = []
        self._script = script
        self._welcome = {**protocol.welcome("0.1.0"), "language": "en"} if welcome is None else welcome
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.paths.socket.unlink(missing_ok=True)  # what an earlier one left
        self._listener.bind(str(self.paths.socket))
        self._listener.listen(8)
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(timeout=10)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connected, _ = self._listener.accept()
            except OSError:
                return
            with connected:
                connected.settimeout(10)
                try:
                    self._answer(connected)
                except (BrokenPipeError, ConnectionResetError):
                    continue  # the client went before it had heard all

    def _answer(self, connected: socket.socket) -> None:
        messages = self._messages(connected)
        self.hellos.append(next(messages, {}))
        connected.sendall(_line(self._welcome))
        if isinstance(self._welcome, Mapping) and "refused" in self._welcome:
            return
        request = next(messages, None)
        if request is None:
            return
        self.requests.append(request)
        for said in self._script(request):
            if said == SILENT:
                while connected.recv(4096):
                    pass
                return
            connected.sendall(_line(said))

    @staticmethod
    def _messages(connected: socket.socket) -> Iterator[dict[str, Any]]:
        reader = protocol.LineReader()
        while data := connected.recv(65536):
            yield from reader.feed(data)


def _line(said: Mapping[str, Any] | bytes) -> bytes:
    return said if isinstance(said, bytes) else protocol.encode(said)


def done(result: dict[str, Any] | None = None) -> Script:
    """A script that does whatever is asked."""
    return lambda request: [protocol.done(request["id"], result)]


def refuse(code: str, **params: Any) -> Script:
    """A script that refuses whatever is asked."""
    return lambda request: [protocol.refused(request["id"], code, params)]


def cli(
    home: Path, *argv: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None, bound: float = 30.0
) -> subprocess.CompletedProcess[str]:
    """Run the real command line as a process of its own."""
    finished = subprocess.run(
        [sys.executable, "-m", "holdspace", "--home", str(home), *argv],
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        timeout=bound,
        check=False,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
    )
    return subprocess.CompletedProcess(
        finished.args, finished.returncode, finished.stdout.decode(), finished.stderr.decode()
    )


def here(home: Path, *argv: str) -> "subprocess.CompletedProcess[str]":
    """The same without a process of its own."""
    return in_process(["--home", str(home), *argv], os.environ)


def spooled(home: Path) -> list[tuple[str, dict[str, Any]]]:
    """What waits in the hand spool: key and record."""
    return [(record.key, json.loads(record.payload)) for record in spool.read(Paths(home).hand_spool)]


@contextmanager
def hung_app(home: Path) -> Iterator[None]:
    """An app that listens and never accepts."""
    paths = Paths(home)
    paths.ensure()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(paths.socket))
        listener.listen(1)
        yield
