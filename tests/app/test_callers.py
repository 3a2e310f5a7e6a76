"""Who calls on the socket: hello first, then the command line asks and the keeper tells."""

import json
import os
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from holdspace.app import status
from holdspace.app.lines import WireLines
from holdspace.wire import protocol
from tests.app.home import PAGELESS, Home, thought
from tests.app.test_arrivals import seen


class Client:
    """A client at the house's real socket."""

    def __init__(self, home: Home, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self._sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._sock.connect(str(home.paths.socket))
        self._sock.setblocking(False)
        self._lines = protocol.LineReader()
        self.came: list[dict[str, Any]] = []
        self.over = False

    def say(self, *messages: Any) -> None:
        for message in messages:
            self._sock.sendall(message if isinstance(message, bytes) else json.dumps(message).encode() + b"\n")

    def hear(self, count: int) -> list[dict[str, Any]]:
        self._qtbot.waitUntil(lambda: self._read() or len(self.came) >= count)
        return self.came

    def end(self) -> list[dict[str, Any]]:
        self._qtbot.waitUntil(lambda: self._read() or self.over)
        return self.came

    def close(self) -> None:
        self._sock.close()

    def _read(self) -> bool:
        try:
            data = self._sock.recv(1 << 16)
        except BlockingIOError:
            return False
        self.over = not data
        self.came.extend(self._lines.feed(data))
        return False


@pytest.fixture
def client(home: Home, qtbot: QtBot) -> Iterator[Client]:
    made = Client(home, qtbot)
    yield made
    made.close()


def hello(role: str) -> Any:
    return protocol.hello(role, "0.1.0")


def ask(verb: str) -> dict[str, Any]:
    return {"id": str(uuid4()), "verb": verb, "args": {}}


@pytest.mark.parametrize("role", ["cli", "start"])
def test_a_client_is_welcomed_with_the_language_that_was_chosen_and_answered(
    home: Home, client: Client, role: str
) -> None:
    home.adopt(replace(PAGELESS, practitioner=replace(PAGELESS.practitioner, language="es")))
    client.say(hello(role), ask("status"))
    welcome, reply = client.hear(2)
    assert (welcome["holdspace"], welcome["language"]) == (1, "es")
    assert (reply["status"], reply["result"]["language"]) == (0, "es")


def test_as_long_as_nobody_chose_a_language_each_terminal_keeps_its_own(home: Home, client: Client) -> None:
    client.say(hello("cli"), ask("status"), ask("doctor"))
    welcome, *replies = client.hear(3)[:3]
    assert [welcome["language"], *(reply["result"]["language"] for reply in replies)] == ["", "", ""]
    home.adopt(PAGELESS)
    client.say(ask("start"))
    assert client.hear(4)[-1]["result"]["language"] == "en"


def test_an_answer_of_many_megabytes_reaches_whoever_reads_it_in_its_own_time(
    home: Home, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"text": "x" * 4000} for _ in range(2500)]
    monkeypatch.setattr(status, "digest", lambda _: {"session": None, "interruptions": rows})
    client.say(hello("cli"), ask("digest"))
    parts: list[Any] = []
    while not parts or parts[-1].get("more"):
        parts = client.hear(len(client.came) + 1)[1:]
    assert sum(len(part["result"]["interruptions"]) for part in parts) == len(rows)


def test_why_a_keeper_does_not_serve_is_heard_also_when_it_is_gone_before_it_is_answered(
    home: Home, client: Client, qtbot: QtBot
) -> None:
    home.start()
    client.say(hello("keeper"), {"tell": "refused", "why": "no_bus"})
    client.close()
    qtbot.waitUntil(lambda: home.result("status")["quiet"]["why"] == "no_bus")


def test_a_second_start_gets_the_window(home: Home, client: Client) -> None:
    client.say(hello("start"), ask("show"))
    assert client.hear(2)[1]["status"] == 0
    assert home.shell.opened == 1


def test_what_was_noted_while_nobody_answered_comes_before_a_request(home: Home, client: Client) -> None:
    home.start()
    home.by_hand(thought("log", home.clock, text="noted"))
    client.say(hello("cli"), {**ask("log"), "args": {"text": "asked"}}, ask("digest"))
    rows = client.hear(3)[2]["result"]["interruptions"]
    assert [row["text"] for row in rows] == ["noted", "asked"]


def test_a_keeper_is_told_what_is_wanted_and_heard(home: Home, client: Client, qtbot: QtBot) -> None:
    key = home.start()
    client.say(hello("keeper"), seen("k1"))
    came = client.hear(3)
    assert (came[1]["tell"], came[1]["session"]) == ("want", key)
    assert came[2] == {"tell": "kept", "keys": ["k1"]}
    assert home.house.keeper.connected
    client.close()
    qtbot.waitUntil(lambda: not home.house.keeper.connected)
    assert home.house.engine.state.quiet.why == "keeper_gone"


@pytest.mark.parametrize("pid", [-1, 0, 1])
def test_which_process_a_keeper_is_says_the_kernel_and_not_the_keeper(
    home: Home, client: Client, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, pid: int
) -> None:
    """One that hangs is killed: with -1 that would be everything that the user runs."""
    joined: list[int] = []
    monkeypatch.setattr(home.house.ear, "joined", lambda _peer, told: joined.append(told))
    client.say({**hello("keeper"), "pid": pid})
    qtbot.waitUntil(lambda: joined == [os.getpid()])


def test_a_command_line_that_goes_is_no_keeper(home: Home, client: Client, qtbot: QtBot) -> None:
    keeper = home.keeper_joins()
    client.say(hello("cli"), ask("status"))
    client.hear(2)
    client.close()
    qtbot.waitUntil(lambda: not home.house._server._peers)
    assert home.house.keeper.connected
    assert keeper.said


@pytest.mark.parametrize(
    ("first", "why"),
    [
        ({"holdspace": 2, "role": "cli", "version": "9", "pid": 1}, "version"),
        ({"holdspace": 1, "role": "cat", "version": "9", "pid": 1}, "protocol"),
        ({"holdspace": True, "role": "cli", "version": "9", "pid": 1}, "protocol"),
        ({"id": "x", "verb": "status"}, "protocol"),
        (b"GET / HTTP/1.1\n", "protocol"),
        (b"\xff\xfe\n", "protocol"),
        (b"[]\n", "protocol"),
        (b"x" * (protocol.LINE_LIMIT + 2), "protocol"),
    ],
)
def test_whoever_does_not_say_hello_rightly_is_told_and_cut_off(client: Client, first: Any, why: str) -> None:
    client.say(first)
    assert client.end() == [{"refused": why}]


def test_a_bad_line_later_ends_the_connection_after_what_was_good(home: Home, client: Client) -> None:
    client.say(hello("cli"), ask("status"), b"not json\n", ask("quit"))
    came = client.end()
    assert [next(iter(message)) for message in came] == ["holdspace", "id", "refused"]
    assert home.program.ended == 0


def test_the_first_line_alone_carries_the_welcome() -> None:
    lines = WireLines()
    hello_line = lines.encode(cast("dict[str, Any]", hello("cli")))
    (first,) = list(lines.feed(hello_line))
    assert first["hello"] == "cli"
    assert list(lines.feed(b'{"a": 1}\n{"b"')) == [{"a": 1}]
    assert list(lines.feed(b": 2}\n")) == [{"b": 2}]
    assert lines.refusal is None
