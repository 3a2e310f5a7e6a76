"""Framing, values and the reader on bytes of every kind: nothing raises, nothing is lost, nothing is told twice."""

import itertools
import json
import random
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jeepney import DBusAddress, HeaderFields, Message, new_method_call, new_method_return, new_signal
from typing_extensions import override

from holdspace.keeper import framing
from holdspace.keeper.arrival import read_gtk, read_notify
from holdspace.keeper.framing import Header
from holdspace.keeper.ledger import Ledger
from holdspace.keeper.messages import LARGE, Messages
from holdspace.keeper.pairing import Pairing
from holdspace.keeper.reader import Reader

SERVER = DBusAddress(
    "/org/freedesktop/Notifications",
    bus_name="org.freedesktop.Notifications",
    interface="org.freedesktop.Notifications",
)


def call(
    summary: str,
    serial: int,
    body: str = "",
    sender: str = ":1.7",
    hints: dict[str, Any] | None = None,
    app: str = "App",
) -> bytes:
    message = new_method_call(SERVER, "Notify", "susssasa{sv}i", (app, 0, "", summary, body, [], hints or {}, -1))
    return sent(message, serial, sender)


def sent(message: Message, serial: int, sender: str) -> bytes:
    message.header.fields[HeaderFields.sender] = sender
    raw: bytes = message.serialise(serial=serial)
    return raw


def reply(to_serial: int, ident: int, to: str = ":1.7", server: str = ":1.2") -> bytes:
    parent = new_method_call(SERVER, "Notify")
    parent.header.serial = to_serial
    parent.header.fields[HeaderFields.sender] = to
    return sent(new_method_return(parent, "u", (ident,)), 9, server)


def closed(ident: int, server: str = ":1.2", serial: int = 77) -> bytes:
    address = DBusAddress(SERVER.object_path, interface=SERVER.interface)
    return sent(new_signal(address, "NotificationClosed", "uu", (ident, 1)), serial, server)


class Bed:
    """A reader on one end of a socket pair, with a spool in memory."""

    def __init__(self, folder: Path, sock: socket.socket, known: set[str] | None = None) -> None:
        self.spool: list[tuple[str, bytes]] = []
        self.ledger = Ledger(folder / "ledger")
        self.pairing = Pairing("guid", self.ledger, known or set())
        self.pairing.now.owner = ":1.2"
        self.fails = 0
        self.reader = Reader(sock, Messages(self.pairing), self.keep)

    def keep(self, records: list[tuple[str, bytes]]) -> None:
        if self.fails:
            self.fails -= 1
            raise OSError("disk full")
        self.spool += records
        self.ledger.write()

    def run(self) -> None:
        while self.reader.turn():
            pass

    def keys(self) -> list[str]:
        return [key for key, _ in self.spool]


def pair() -> tuple[socket.socket, socket.socket]:
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    return ours, theirs


@given(st.binary(max_size=400))
def test_no_bytes_make_the_framing_raise(raw: bytes) -> None:
    for start in range(min(len(raw), 12)):
        framing.parse_header(raw, start, len(raw))
    assert 0 <= framing.next_header(raw, 0, len(raw), LARGE) <= len(raw)


@given(st.data())
def test_a_damaged_notification_never_raises_and_never_reads_beyond_its_end(data: st.DataObject) -> None:
    whole = bytearray(call("summary", 3, "body", hints={"urgency": ("y", 2), "x": ("av", [("s", "y"), ("i", 3)])}))
    for _ in range(data.draw(st.integers(0, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(16, len(whole)))
    header = framing.parse_header(whole, 0, end)
    if isinstance(header, Header):
        for signature, read in (("susssasa{sv}i", read_notify), ("ssa{sv}", read_gtk)):
            header.signature = signature
            arrival = read(whole, header, min(end, header.length))
            if arrival is not None:
                assert arrival.urgency in {0, 1, 2}
                assert len(arrival.text.encode()) <= 4096


def test_the_reader_knows_how_much_waits(tmp_path: Path) -> None:
    ours, theirs = pair()
    with ours, theirs:
        bed = Bed(tmp_path, theirs)
        assert bed.reader.waiting() == 0
        ours.sendall(call("n", 1))
        assert bed.reader.waiting() == len(call("n", 1))
        bed.run()
        assert bed.reader.waiting() == 0


@settings(max_examples=50)
@given(cuts=st.lists(st.integers(1, 400), max_size=30), count=st.integers(1, 12))
def test_however_the_stream_is_cut_each_message_is_spooled_once(
    tmp_path_factory: Any, cuts: list[int], count: int
) -> None:
    stream = b"".join(call(f"n{n}", n + 1) + reply(n + 1, n + 100) for n in range(count))
    ours, theirs = pair()
    with ours, theirs:
        bed = Bed(tmp_path_factory.mktemp("bed"), theirs)
        at = 0
        for cut in [*cuts, len(stream)]:
            ours.sendall(stream[at : at + cut])
            at += cut
            bed.run()
    keys = bed.keys()
    assert len(keys) == len(set(keys))
    assert [key for key in keys if key.endswith("/notify")] == [f"guid/:1.7/{n + 1}/notify" for n in range(count)]
    assert sorted(ident for _, ident in bed.ledger.open) == [n + 100 for n in range(count)]


def test_what_could_not_be_kept_is_not_consumed_and_kept_later(tmp_path: Path) -> None:
    ours, theirs = pair()
    with ours, theirs:
        bed = Bed(tmp_path, theirs)
        ours.sendall(call("one", 1) + reply(1, 5) + closed(5))
        bed.fails = 2
        for _ in range(2):
            try:
                bed.run()
            except OSError:
                assert theirs.recv(1, socket.MSG_PEEK) == b"l"
        bed.run()
    assert bed.keys() == ["guid/:1.7/1/notify", "guid/:1.2/77/closed"]


def test_a_keeper_that_died_after_the_fsync_is_followed_by_one_that_spools_nothing_twice(tmp_path: Path) -> None:
    ours, theirs = pair()
    with ours, theirs:
        ours.sendall(call("one", 1) + reply(1, 5))
        bed = Bed(tmp_path, theirs, known={"guid/:1.7/1/notify"})
        bed.run()
        assert bed.keys() == ["guid/:1.7/1/named"]
        assert bed.pairing.doubles == 1


def test_a_reply_is_paired_by_the_next_keeper_through_the_ledger(tmp_path: Path) -> None:
    ours, theirs = pair()
    with ours, theirs:
        first = Bed(tmp_path, theirs)
        ours.sendall(call("one", 1))
        first.run()
        second = Bed(tmp_path, theirs)
        ours.sendall(reply(1, 5))
        second.run()
    assert second.keys() == ["guid/:1.7/1/named"]
    assert Ledger(tmp_path / "ledger").to_drain(":1.2", []) == [5]


class Mortal(Bed):
    """Dies at its n-th step: before it spools, before it writes the ledger, before it consumes."""

    lives = 0

    @override
    def keep(self, records: list[tuple[str, bytes]]) -> None:
        self.step()
        self.spool += records
        self.step()
        self.ledger.write()
        self.step()

    def step(self) -> None:
        self.lives -= 1
        if self.lives == 0:
            raise InterruptedError("killed")


def ids_told(spool: list[tuple[str, bytes]]) -> dict[str, int]:
    """Key of a notification -> its id, however it was told."""
    tells = [json.loads(payload) for _, payload in spool]
    seen = {tell["key"]: tell["record"]["notification"] for tell in tells if tell["tell"] == "seen"}
    return seen | {tell["of"]: tell["notification"] for tell in tells if tell["tell"] == "named"}


@pytest.mark.parametrize("order", ["cr cr cr", "ccc rrr", "cc r c rr"])
@pytest.mark.parametrize("step", range(1, 10))
def test_at_whichever_step_a_keeper_dies_the_next_one_learns_every_id(tmp_path: Path, order: str, step: int) -> None:
    kinds = order.replace(" ", "")
    serials = [kinds[: at + 1].count(kind) for at, kind in enumerate(kinds)]
    messages = [call("n", n) if kind == "c" else reply(n, n + 100) for kind, n in zip(kinds, serials, strict=True)]
    for cuts in itertools.product([False, True], repeat=len(messages)):  # behind which of them it reads
        ours, theirs = pair()
        with ours, theirs:
            (tmp_path / "ledger").unlink(missing_ok=True)
            bed = Mortal(tmp_path, theirs)
            bed.lives = step
            spool = bed.spool
            for message, cut in zip(messages, [*cuts[:-1], True], strict=True):
                ours.sendall(message)
                try:
                    if cut:
                        bed.run()
                except InterruptedError:
                    bed = Mortal(tmp_path, theirs, known={key for key, _ in spool})
                    bed.spool = spool
            bed.run()
        keys = [key for key, _ in spool]
        assert len(keys) == len(set(keys)), cuts
        assert ids_told(spool) == {f"guid/:1.7/{n}/notify": n + 100 for n in (1, 2, 3)}, cuts
        assert set(Ledger(tmp_path / "ledger").open) == {(":1.2", n + 100) for n in (1, 2, 3)}, cuts


def test_a_close_before_the_reply_leaves_nothing_open(tmp_path: Path) -> None:
    ours, theirs = pair()
    with ours, theirs:
        bed = Bed(tmp_path, theirs)
        ours.sendall(call("one", 1) + closed(5) + reply(1, 5) + closed(5, serial=78))
        bed.run()
    assert bed.ledger.open == {}
    keys = bed.keys()
    assert [key.rsplit("/", 1)[1] for key in keys] == ["notify", "closed"]


def test_a_copy_that_the_server_sends_itself_is_left_out(tmp_path: Path) -> None:
    ours, theirs = pair()
    with ours, theirs:
        bed = Bed(tmp_path, theirs)
        ours.sendall(call("one", 1) + call("one", 8, sender=":1.2"))
        bed.run()
    assert bed.keys() == ["guid/:1.7/1/notify"]


def test_a_keeper_killed_within_a_large_message_leaves_the_next_one_in_step_again(tmp_path: Path) -> None:
    chance = random.Random(7)
    huge = call("huge", 1, "lB\x01\x04\x00\x01" * 60_000)
    stream = huge + call("after", 2) + reply(2, 6)
    for _ in range(40):
        gone = chance.randrange(1, len(huge))
        ours, theirs = pair()
        with ours, theirs:
            (tmp_path / "ledger").unlink(missing_ok=True)
            bed = Bed(tmp_path, theirs)
            at = gone
            while at < len(stream):
                ours.setblocking(False)
                with suppress(BlockingIOError):
                    at += ours.send(stream[at : at + 60_000])
                bed.run()
            bed.run()
            while bed.reader.stalled_at is not None:
                bed.reader.give_up_waiting()
                bed.run()
        assert bed.keys() == ["guid/:1.7/2/notify"], gone


def test_a_large_message_whose_end_never_comes_is_kept_all_the_same(tmp_path: Path) -> None:
    ours, theirs = pair()
    with ours, theirs:
        bed = Bed(tmp_path, theirs)
        ours.sendall(call("huge", 1, "x" * 500_000)[:50_000])
        bed.run()
        assert bed.reader.stalled_at is not None
        bed.reader.give_up_waiting()
        bed.run()
    assert bed.keys() == ["guid/:1.7/1/notify"]


def test_one_that_is_too_large_to_be_read_breaks_no_watch_whatever_it_is(tmp_path: Path) -> None:
    large = "A" * (2 * LARGE)
    for interface in ("org.gtk.Notifications", "org.freedesktop.impl.portal.Notification"):
        to = DBusAddress("/org/gtk/Notifications", bus_name=":1.2", interface=interface)
        stream = sent(new_method_call(to, "RemoveNotification", "ss", (large, "name")), 1, ":1.7") + call("after", 2)
        ours, theirs = pair()
        with ours, theirs:
            (tmp_path / "ledger").unlink(missing_ok=True)
            bed = Bed(tmp_path, theirs)
            ours.setblocking(False)
            at = 0
            while at < len(stream):
                with suppress(BlockingIOError):
                    at += ours.send(stream[at : at + 60_000])
                bed.run()
        assert bed.keys() == ["guid/:1.7/2/notify"], interface
        assert bed.pairing.skipped == 1
