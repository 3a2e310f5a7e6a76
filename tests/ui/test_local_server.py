"""The app's local socket: lines in and out, bounded, for this user alone."""

import json
import os
import socket
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from holdspace.ui import local_server
from holdspace.ui.local_server import CLIENTS, UNSENT_LIMIT, LocalServer, Peer


class JsonLines:
    """A line protocol that knows one sin."""

    too_many: Mapping[str, Any] = {"refused": "full"}

    def __init__(self) -> None:
        self._rest = b""
        self.refusal: Mapping[str, Any] | None = None

    def encode(self, message: Mapping[str, Any]) -> bytes:
        return json.dumps(message).encode() + b"\n"

    def feed(self, data: bytes) -> Iterator[dict[str, Any]]:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            if line == b"sin":
                self.refusal = {"refused": "protocol"}
                return
            yield json.loads(line)


class Room:
    """Who listens: remembers, and does what a test wants it to do."""

    def __init__(self) -> None:
        self.heard_: list[tuple[Peer, Any]] = []
        self.left: list[Peer] = []
        self.closes_on: Any = None

    def lines(self) -> JsonLines:
        return JsonLines()

    def heard(self, peer: Peer, message: Mapping[str, Any]) -> None:
        self.heard_.append((peer, message["say"]))
        if message["say"] == self.closes_on:
            peer.close()

    def gone(self, peer: Peer) -> None:
        self.left.append(peer)

    @property
    def said(self) -> list[Any]:
        return [said for _, said in self.heard_]

    @property
    def peer(self) -> Peer:
        return self.heard_[-1][0]


class Desk:
    def __init__(self, folder: Path) -> None:
        self.path = folder / "app.sock"
        self.room = Room()
        self.server = LocalServer(self.path, self.room)
        self.clients: list[socket.socket] = []

    def connect(self) -> socket.socket:
        client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        client.settimeout(5)
        client.connect(str(self.path))
        self.clients.append(client)
        return client


@pytest.fixture
def desk(qapp: QApplication, short_tmp: Path) -> Iterator[Desk]:
    made = Desk(short_tmp)
    yield made
    for client in made.clients:
        client.close()
    made.server.close()


def say(client: socket.socket, what: Any) -> None:
    client.sendall(json.dumps({"say": what}).encode() + b"\n")


def known(desk: Desk, qtbot: QtBot) -> tuple[socket.socket, Peer]:
    """A client that said something, and the server's end of it."""
    client = desk.connect()
    say(client, 1)
    qtbot.waitUntil(lambda: bool(desk.room.said))
    return client, desk.room.peer


def ended(client: socket.socket, qtbot: QtBot) -> bytes:
    """All that came until the server ended the connection."""
    client.setblocking(False)
    came = bytearray()

    def over() -> bool:
        try:
            data = client.recv(1 << 20)
        except BlockingIOError:
            return False
        except ConnectionResetError:
            return True
        came.extend(data)
        return not data

    qtbot.waitUntil(over)
    return bytes(came)


def test_lines_are_heard_whole_and_in_order_however_they_come(desk: Desk, qtbot: QtBot) -> None:
    client = desk.connect()
    for byte in b'{"say": 1}\n{"say": "\xc3\xa9"}\n{"sa':
        client.send(bytes([byte]))
        qtbot.wait(0)
    qtbot.waitUntil(lambda: desk.room.said == [1, "é"])
    client.sendall(b'y": 3}\n')
    qtbot.waitUntil(lambda: desk.room.said == [1, "é", 3])


def test_a_peer_is_told_and_can_be_told_again(desk: Desk, qtbot: QtBot) -> None:
    client = desk.connect()
    say(client, 1)
    qtbot.waitUntil(lambda: desk.room.said == [1])
    desk.room.peer.say({"a": 1})
    desk.room.peer.say({"b": 2})
    assert client.recv(100) == b'{"a": 1}\n{"b": 2}\n'


def test_whoever_goes_is_gone_once(desk: Desk, qtbot: QtBot) -> None:
    client, peer = known(desk, qtbot)
    client.close()
    qtbot.waitUntil(lambda: desk.room.left == [peer])
    assert not peer.open
    peer.say({"a": 1})
    peer.close()
    assert desk.room.left == [peer]


def test_a_bad_line_is_answered_and_the_peer_cut_off_after_what_was_good(desk: Desk, qtbot: QtBot) -> None:
    client = desk.connect()
    client.sendall(b'{"say": 1}\nsin\n{"say": 2}\n')
    assert ended(client, qtbot) == b'{"refused": "protocol"}\n'
    assert desk.room.said == [1]


def test_a_peer_that_was_closed_is_heard_no_more(desk: Desk, qtbot: QtBot) -> None:
    desk.room.closes_on = 1
    client = desk.connect()
    client.sendall(b'{"say": 1}\n{"say": 2}\n')
    assert ended(client, qtbot) == b""
    assert desk.room.said == [1]


def test_the_sixty_fifth_client_is_refused_and_the_others_are_served(desk: Desk, qtbot: QtBot) -> None:
    for number in range(CLIENTS):
        say(desk.connect(), number)
    qtbot.waitUntil(lambda: len(desk.room.said) == CLIENTS)
    assert json.loads(ended(desk.connect(), qtbot)) == {"refused": "full"}
    assert desk.room.left == []
    say(desk.clients[0], "still here")
    qtbot.waitUntil(lambda: desk.room.said[-1] == "still here")
    desk.clients[1].close()
    qtbot.waitUntil(lambda: len(desk.room.left) == 1)
    say(desk.connect(), "a free place")
    qtbot.waitUntil(lambda: desk.room.said[-1] == "a free place")


def test_what_a_peer_does_not_read_at_once_is_kept_for_it(desk: Desk, qtbot: QtBot) -> None:
    client = desk.connect()
    say(client, 1)
    qtbot.waitUntil(lambda: bool(desk.room.said))
    for _ in range(40):
        desk.room.peer.say({"long": "x" * 50_000})
    desk.room.peer.say({"last": 1})
    client.setblocking(False)
    came = bytearray()

    def read() -> bool:
        try:
            came.extend(client.recv(1 << 20))
        except BlockingIOError:
            return False
        return came.endswith(b'{"last": 1}\n')

    qtbot.waitUntil(read)
    assert came.count(b"\n") == 41
    assert desk.room.peer.open


def test_what_a_peer_said_before_it_went_is_heard_also_when_it_is_spoken_to_meanwhile(desk: Desk, qtbot: QtBot) -> None:
    client, peer = known(desk, qtbot)
    say(client, "why I go")
    client.close()
    peer.say({"nobody": "reads it"})
    peer.say_all([{"nor": "this"}])
    qtbot.waitUntil(lambda: desk.room.left == [peer])
    assert desk.room.said == [1, "why I go"]


def test_a_peer_that_does_not_read_is_cut_off_at_the_bound(desk: Desk, qtbot: QtBot) -> None:
    _, peer = known(desk, qtbot)
    line = {"long": "x" * 1_000_000}
    said = 0
    while peer.open:
        peer.say(line)
        said += 1
        assert said < 20
    assert said > UNSENT_LIMIT // 1_000_000
    assert desk.room.left == [peer]


def test_a_long_answer_waits_for_whoever_reads_slowly_and_what_is_said_meanwhile_is_not_held_up(
    desk: Desk, qtbot: QtBot
) -> None:
    client, peer = known(desk, qtbot)
    lines = 3 * UNSENT_LIMIT // 1_000_000
    peer.say_all([{"part": number, "of": "x" * 1_000_000} for number in range(lines)])
    peer.say({"between": 1})
    assert peer.open
    came = bytearray()

    def read() -> bool:
        try:
            came.extend(client.recv(1 << 20))
        except BlockingIOError:
            return False
        return came.count(b"\n") == lines + 1

    qtbot.waitUntil(read)
    told = [json.loads(line) for line in came.splitlines()]
    assert [line["part"] for line in told if "part" in line] == list(range(lines))
    assert {"between": 1} in told[:-1]


def test_a_peer_that_asks_for_long_answers_and_reads_none_is_cut_off(desk: Desk, qtbot: QtBot) -> None:
    _, peer = known(desk, qtbot)
    for _ in range(2):
        assert peer.open
        peer.say_all([{"of": "x" * 1_000_000}] * (2 * UNSENT_LIMIT // 1_000_000))
    assert desk.room.left == [peer]


def test_another_user_is_refused(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_server, "_credentials", lambda _: (1, os.getuid() + 1))
    client = desk.connect()
    assert ended(client, qtbot) == b""
    assert desk.room.said == []


def test_the_socket_is_this_users_alone(desk: Desk) -> None:
    assert stat.S_IMODE(desk.path.stat().st_mode) == 0o600


def test_a_socket_that_a_killed_app_left_is_replaced(qapp: QApplication, short_tmp: Path, qtbot: QtBot) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
        dead.bind(str(short_tmp / "app.sock"))
    made = Desk(short_tmp)
    say(made.connect(), 1)
    qtbot.waitUntil(lambda: made.room.said == [1])
    made.clients[0].close()
    made.server.close()
    assert not made.path.exists()


def test_closing_ends_every_connection_after_what_was_said(desk: Desk, qtbot: QtBot) -> None:
    client = desk.connect()
    say(client, 1)
    qtbot.waitUntil(lambda: bool(desk.room.said))
    desk.room.peer.say({"bye": 1})
    desk.server.close()
    assert ended(client, qtbot) == b'{"bye": 1}\n'
    assert desk.room.left == [desk.room.peer]
    assert not desk.path.exists()
