"""What a flood brought is taken as it is and read later: it says what reading it at once says, whatever happens between."""

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdspace.keeper import framing
from holdspace.keeper.backlog import SLICE, Backlog
from holdspace.keeper.framing import Header
from holdspace.keeper.ledger import Ledger
from holdspace.keeper.messages import LARGE, Messages
from holdspace.keeper.pairing import Pairing
from holdspace.keeper.reader import Reader
from holdspace.wire import spool
from holdspace.wire.paths import Paths
from tests.faults.points import ALL
from tests.keeper.test_framing import call, closed, pair, reply

OWNER, OURS = ":1.2", ":1.9"


@st.composite
def streams(draw: st.DrawFn) -> list[bytes]:
    """Messages as a bus passes them on: each serial once, answers some time after their calls, closed before or after."""
    waiting: list[bytes] = []
    messages: list[bytes] = []
    for number in range(1, draw(st.integers(1, 25)) + 1):
        what = draw(st.sampled_from(("call", "call", "answer", "closed")))
        if what == "call":
            sender = draw(st.sampled_from((":1.7", ":1.8", OURS, OWNER)))
            messages.append(call(f"n{number}", number, sender=sender))
            waiting.append(reply(number, number, to=sender))
        elif what == "closed":
            messages.append(closed(draw(st.integers(1, 25)), serial=number))
        elif waiting:
            messages.append(waiting.pop(draw(st.integers(0, len(waiting) - 1))))
    return messages + waiting


class Beside:
    """A watch without its processes: reader and backlog on one end of a socket pair, with a spool in memory."""

    def __init__(self, folder: Path, sock: Any) -> None:
        self.spooled: list[tuple[str, bytes]] = []
        self.ledger = Ledger(folder / "ledger")
        self.pairing = Pairing("guid", self.ledger, set())
        self.pairing.now.owner = OWNER
        self.pairing.now.excluded = {OURS}
        messages = Messages(self.pairing)
        self.fails = 0
        self.file = folder / "backlog"
        self.backlog = Backlog(self.file, messages, self.keep)
        self.reader = Reader(sock, messages, self.keep)

    def keep(self, records: list[tuple[str, bytes]]) -> None:
        if self.fails:
            self.fails -= 1
            raise OSError("disk full")
        self.spooled += records
        self.ledger.write()

    def read(self) -> None:
        """One by one, after what was taken before."""
        self.backlog.read_all()
        while self.reader.turn():
            pass

    def take(self) -> None:
        while self.reader.take(self.backlog.add):
            pass

    def told(self) -> tuple[list[tuple[Any, ...]], dict[str, int]]:
        """What was seen, in order, and the number that the server gave to each, however it was told."""
        seen, names = [], {}
        for key, payload in self.spooled:
            tell = json.loads(payload)
            if tell["tell"] == "named":
                names[tell["of"]] = tell["notification"]
                continue
            record = tell["record"]
            seen.append((key, record["kind"], record["sender"], record["text"], record["server"], record["size"]))
            if record["notification"] is not None:
                names[key] = record["notification"]
        return seen, names


@settings(max_examples=300 if ALL else 25)
@given(streams(), st.data())
def test_what_is_taken_and_read_later_says_what_reading_it_at_once_says(
    tmp_path_factory: Any, messages: list[bytes], data: st.DataObject
) -> None:
    stream = b"".join(messages)
    beds = []
    for floods in (False, True):
        ours, theirs = pair()
        with ours, theirs:
            bed = Beside(tmp_path_factory.mktemp("bed"), theirs)
            beds.append(bed)
            ours.sendall(call("first", 100) + reply(100, 100))
            bed.read()
            at = 0
            while at < len(stream):
                size = data.draw(st.integers(1, 1200))
                ours.sendall(stream[at : at + size])
                at += size
                if floods and data.draw(st.booleans()):
                    bed.take()
                else:
                    bed.read()
            bed.read()
            assert bed.reader.waiting() == 0
    at_once, later = beds
    assert later.told() == at_once.told()
    assert (later.ledger.open, later.ledger.calls) == (at_once.ledger.open, at_once.ledger.calls)
    assert not later.file.exists()


@given(streams(), st.data())
def test_whole_messages_are_as_many_as_their_headers_say(messages: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(messages)
    end = data.draw(st.integers(0, len(stream)))
    at = count = 0
    while isinstance(header := framing.parse_header(stream, at, end), Header) and at + header.length <= end:
        at, count = at + header.length, count + 1
    assert framing.whole(stream, end, LARGE) == (at, count)


@given(st.binary(max_size=400), st.integers(16, 400))
def test_of_no_bytes_more_is_taken_than_is_there(raw: bytes, longest: int) -> None:
    size, count = framing.whole(raw, len(raw), longest)
    assert -1 <= size <= len(raw)
    assert 16 * count <= max(size, 0)


def test_what_is_large_or_from_another_machine_is_not_taken() -> None:
    small = call("n", 1)
    big_endian = b"B" + small[1:]
    for other in (call("n", 2, "x" * LARGE), big_endian, b"\0" * 16):
        assert framing.whole(other, len(other), LARGE) == (-1, 0)
        assert framing.whole(small + other, len(small + other), LARGE) == (len(small), 1)


def test_nothing_is_taken_before_a_whole_message_was_read(tmp_path: Path) -> None:
    """Who read before may have been killed in the midst of a large one."""
    ours, theirs = pair()
    with ours, theirs:
        bed = Beside(tmp_path, theirs)
        ours.sendall(call("n", 1))
        assert bed.reader.take(bed.backlog.add) is None
        bed.read()
        ours.sendall(call("n", 2))
        assert bed.reader.take(bed.backlog.add) == 1


def test_what_cannot_be_kept_as_it_is_is_not_consumed(tmp_path: Path) -> None:
    ours, theirs = pair()
    with ours, theirs:
        bed = Beside(tmp_path, theirs)
        ours.sendall(call("one", 1) + reply(1, 1))
        bed.read()
        ours.sendall(call("two", 2) + reply(2, 2))
        bed.file.mkdir()
        with pytest.raises(spool.SpoolError):
            bed.take()
        bed.file.rmdir()
        bed.read()
    assert [sender for _, _, sender, *_ in bed.told()[0]] == ["one", "two"]


def test_what_cannot_be_spooled_stays_and_is_spooled_once_later(tmp_path: Path) -> None:
    ours, theirs = pair()
    with ours, theirs:
        bed = Beside(tmp_path, theirs)
        ours.sendall(call("one", 1) + reply(1, 1))
        bed.read()
        ours.sendall(call("two", 2) + reply(2, 2))
        bed.take()
        bed.fails = 2
        for _ in range(2):
            with pytest.raises(OSError, match="disk full"):
                bed.backlog.read_on()
            assert bed.backlog.waits
        bed.backlog.read_all()
    assert [sender for _, _, sender, *_ in bed.told()[0]] == ["one", "two"]
    assert not bed.file.exists()


def test_a_long_backlog_is_read_in_slices(tmp_path: Path) -> None:
    ours, theirs = pair()
    ours.close()
    theirs.close()
    bed = Beside(tmp_path, theirs)
    batch = b"".join(call(f"n{n}", n, "x" * 2000) for n in range(1, 21))
    for _ in range(3 * SLICE // len(batch)):
        bed.backlog.add(batch)
    slices = 0
    while bed.backlog.waits:
        bed.backlog.read_on()
        slices += 1
    assert slices == 3 + 1  # one that finds nothing more


def test_what_came_counts_as_things_stood_when_it_came(tmp_path: Path) -> None:
    """The server was another, we were not closing anything yet, the one that is excluded now was not."""
    ours, theirs = pair()
    with ours, theirs:
        bed = Beside(tmp_path, theirs)
        bed.pairing.now.excluded = set()
        ours.sendall(call("before", 1) + reply(1, 1))
        bed.read()
        ours.sendall(closed(1, serial=5) + call("forwarded", 2, sender=OWNER) + call("ours", 3, sender=OURS))
        bed.take()
        bed.pairing.now.owner = ":1.55"
        bed.pairing.now.draining = True
        bed.pairing.now.excluded = {OURS}
        ours.sendall(call("after", 4) + call("ours", 5, sender=OURS))
        bed.read()
    seen = bed.told()[0]
    assert [(kind, sender, server) for _, kind, sender, _, server, _ in seen] == [
        ("notify", "before", OWNER),
        ("closed", "", OWNER),
        ("notify", "ours", OWNER),
        ("notify", "after", ":1.55"),
    ]


def before_one(tmp_path: Path, ours: socket.socket, theirs: socket.socket) -> Beside:
    """One that is in step, with a message before it that it did not take yet."""
    keeper = Beside(tmp_path, theirs)
    ours.sendall(call("first", 100))
    keeper.read()
    ours.sendall(call("one", 1))
    return keeper


def test_the_number_of_what_a_killed_keeper_told_already_is_told_by_itself(tmp_path: Path) -> None:
    """What is told twice counts as it was told first, and that was before it had a number."""
    ours, theirs = pair()
    with ours, theirs:
        killed = before_one(tmp_path, ours, theirs)
        killed.take()
        killed.backlog.read_on()
        ours.sendall(reply(1, 5))
        killed.take()
        following = Beside(tmp_path, theirs)
        following.backlog.read_all()
    told = {key: json.loads(payload) for key, payload in [*reversed(following.spooled), *reversed(killed.spooled)]}
    assert told["guid/:1.7/1/notify"]["record"]["notification"] is None
    assert told["guid/:1.7/1/named"]["notification"] == 5


def test_what_a_killed_keeper_took_and_did_not_consume_is_told_once(tmp_path: Path) -> None:
    ours, theirs = pair()
    with ours, theirs:
        killed = before_one(tmp_path, ours, theirs)
        killed.backlog.add(call("one", 1))
        following = Beside(tmp_path, theirs)
        ours.sendall(reply(1, 5))
        following.read()
    assert [key for key, _ in following.spooled] == ["guid/:1.7/1/notify", "guid/:1.7/1/named"]


def left(paths: Paths, *batches: bytes, guid: str = "guid", owner: str = OWNER) -> None:
    """As a keeper that was killed in a flood."""
    paths.ensure()
    pairing = Pairing(guid, Ledger(paths.keeper_dir / "other"), set())
    pairing.now.owner = owner
    backlog = Backlog(paths.backlog, Messages(pairing), lambda _: None)
    for batch in batches:
        backlog.add(batch)


def read_leftover(paths: Paths) -> "subprocess.CompletedProcess[str]":
    argv = [sys.executable, "-m", "holdspace.keeper.leftover", "--home", str(paths.data)]
    return subprocess.run(argv, capture_output=True, text=True, check=False)


def test_what_a_killed_keeper_took_is_read_without_a_bus_and_without_another_keeper(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "home")
    left(paths, call("one", 1), reply(1, 5) + call("two", 2))
    done = read_leftover(paths)
    assert (done.returncode, done.stdout, done.stderr) == (0, "read\n", "")
    records = {record.key: json.loads(record.payload) for record in spool.read(paths.arrivals_spool)}
    assert list(records) == ["guid/:1.7/1/notify", "guid/:1.7/1/named", "guid/:1.7/2/notify"]
    assert records["guid/:1.7/2/notify"]["record"]["server"] == OWNER
    assert Ledger(paths.keeper_dir / "ledger").to_drain(OWNER, []) == [5]
    assert not paths.backlog.exists()


def test_what_cannot_be_read_into_the_spool_stays_and_is_told(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "home")
    left(paths, call("one", 1))
    paths.arrivals_spool.mkdir()
    done = read_leftover(paths)
    assert (done.returncode, done.stdout) == (1, "")
    assert "spool_failed" in paths.keeper_log.read_text()
    paths.arrivals_spool.rmdir()
    assert read_leftover(paths).returncode == 0
    assert [record.key for record in spool.read(paths.arrivals_spool)] == ["guid/:1.7/1/notify"]


def test_a_damaged_batch_costs_only_itself(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "home")
    left(paths, call("one", 1), call("two", 2), call("three", 3))
    raw = bytearray(paths.backlog.read_bytes())
    raw[raw.index(b"two")] ^= 1
    paths.backlog.write_bytes(raw)
    spool.append(paths.backlog, "batch", b"no circumstances\n" + call("four", 4))
    messages = Messages(Pairing("", Ledger(tmp_path / "ledger"), set()))
    spooled: list[tuple[str, bytes]] = []
    backlog = Backlog(paths.backlog, messages, spooled.extend)
    backlog.read_all()
    assert [key for key, _ in spooled] == ["guid/:1.7/1/notify", "guid/:1.7/3/notify"]
    assert backlog.damaged == 2
