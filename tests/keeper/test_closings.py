"""Who closed a notification: its own sender takes it back, everybody else does not, and each is told once."""

from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, new_method_call

from holdspace.keeper import framing
from holdspace.keeper.framing import Header
from holdspace.keeper.ledger import Ledger
from holdspace.keeper.pairing import Pairing
from tests.keeper.bench import ANSWER, Bench, send
from tests.keeper.test_framing import SERVER as ADDRESS
from tests.keeper.test_framing import call, closed, reply, sent
from tests.rig.notification_server import SERVER
from tests.rig.portals import passed

bus = pytest.mark.dbus
screen = pytest.mark.x11


def closings(bench: Bench) -> list[tuple[int, int, bool]]:
    """All that were told, until something that came later was told."""
    said = f"after it {len(bench.app.records())}"
    bench.notify(said, app="Last")
    bench.app.wait(lambda: any(record["sender"] == said for record in bench.app.records()), what="what came last")
    return [(one["notification"], one["reason"], one["by_sender"]) for one in bench.app.records("closed")]


@bus
@screen
def test_what_its_sender_closes_is_taken_back(bench: Bench) -> None:
    bench.start_session()
    with bench.bus.connect() as line:
        ident = send(line, "taken back")
        for _ in range(2):
            line.send_and_get_reply(new_method_call(SERVER, "CloseNotification", "u", (ident,)), timeout=ANSWER)
    assert closings(bench) == [(ident, 3, True)]


@bus
@screen
def test_what_somebody_else_closes_is_closed_and_not_taken_back(bench: Bench) -> None:
    bench.start_session()
    with bench.bus.connect() as line:
        ident = send(line, "held")
        bench.dunst.close(ident)
        assert closings(bench) == [(ident, 3, False)]
        line.send_and_get_reply(new_method_call(SERVER, "CloseNotification", "u", (ident,)), timeout=ANSWER)
        line.send_and_get_reply(new_method_call(SERVER, "CloseNotification", "u", (ident,)), timeout=ANSWER)
    assert closings(bench) == [(ident, 3, False), (ident, 3, True)]


@bus
@screen
def test_what_the_user_put_away_is_not_taken_back_by_its_program_that_tidies_up(bench: Bench) -> None:
    bench.start_session()
    bench.dunst.set_paused(False)
    with bench.bus.connect() as line:
        ident = send(line, "seen by the user")
        bench.dunst.close_all()
        bench.app.wait(lambda: bench.app.records("closed"), what="it to be put away")
        line.send_and_get_reply(new_method_call(SERVER, "CloseNotification", "u", (ident,)), timeout=ANSWER)
    assert closings(bench) == [(ident, 2, False)]


@bus
@screen
def test_gnomes_own_interface_is_taken_back_by_who_sent_it_only(bench: Bench) -> None:
    bench.start_session()
    with bench.bus.connect() as shell, bench.bus.connect() as line, bench.bus.connect() as other:
        gtk = DBusAddress("/org/gtk/Notifications", bus_name=shell.unique_name, interface="org.gtk.Notifications")
        said = {"title": ("s", "Mara"), "body": ("s", "a <b> & c")}
        passed(line, new_method_call(gtk, "AddNotification", "ssa{sv}", ("org.example.Chat", "m1", said)))
        record = bench.app.wait(bench.app.records)[0]
        assert (record["sender"], record["text"]) == ("Mara", "a <b> & c")
        for who in (other, line, line):
            passed(who, new_method_call(gtk, "RemoveNotification", "ss", ("org.example.Chat", "m1")))
    assert closings(bench) == [(1, 3, True)]


class Stream:
    """Hand-made messages, as of servers that are not at hand."""

    def __init__(self, folder: Path) -> None:
        self.ledger = Ledger(folder / "ledger")
        self.pairing = Pairing("guid", self.ledger, set())
        self.pairing.now.owner = ":1.2"

    def hears(self, *messages: bytes) -> list[str]:
        for raw in messages:
            header = framing.parse_header(raw, 0, len(raw))
            assert isinstance(header, Header)
            self.pairing.feed(raw, header, len(raw))
        found = [key.rpartition("/")[2] for key, _ in self.pairing.take()]
        self.ledger.write()
        return found


def close_call(ident: int, serial: int, *, sender: str = ":1.7", to: str = ":1.2") -> bytes:
    address = DBusAddress(ADDRESS.object_path, bus_name=to, interface=ADDRESS.interface)
    return sent(new_method_call(address, "CloseNotification", "u", (ident,)), serial, sender)


@pytest.fixture
def stream(tmp_path: Path) -> Stream:
    return Stream(tmp_path)


def test_a_server_that_closes_before_it_answers_and_once_more_is_told_once(stream: Stream) -> None:
    """Budgie in its do-not-disturb; swaync closes twice."""
    assert stream.hears(call("Mara", 1), closed(5), closed(5), reply(1, 5), closed(5)) == ["notify", "closed"]
    assert stream.ledger.open == {}


def test_twice_closed_is_told_once_also_while_another_has_no_number_yet(stream: Stream) -> None:
    assert stream.hears(call("Mara", 1), reply(1, 5), closed(5, serial=8)) == ["notify", "closed"]
    assert stream.hears(call("Ben", 2), closed(5, serial=9)) == ["notify"]


def test_what_a_server_drops_is_taken_back_all_the_same(stream: Stream) -> None:
    """Xfce and MATE drop what comes in silence, and say nothing when it is closed."""
    assert stream.hears(call("Mara", 1), reply(1, 5), close_call(5, 2)) == ["notify", "closed"]


def test_what_budgie_closed_by_itself_is_taken_back_later(stream: Stream) -> None:
    assert stream.hears(call("Mara", 1), closed(5), reply(1, 5)) == ["notify", "closed"]
    assert stream.hears(close_call(5, 2)) == ["closed"]
    assert stream.hears(close_call(5, 3), closed(5, serial=99)) == []


def test_a_number_that_a_new_server_gives_again_is_another_one(stream: Stream) -> None:
    assert stream.hears(call("Mara", 1), reply(1, 5)) == ["notify"]
    stream.pairing.now.owner = ":1.9"
    assert stream.hears(call("Ben", 2), reply(2, 5, server=":1.9")) == ["notify"]
    assert set(stream.ledger.open) == {(":1.2", 5), (":1.9", 5)}
    assert stream.hears(close_call(5, 3, to="org.freedesktop.Notifications")) == ["closed"]
    assert set(stream.ledger.open) == {(":1.2", 5)}


def test_a_number_that_is_used_again_is_open_again(stream: Stream) -> None:
    assert stream.hears(call("Mara", 1), reply(1, 5), closed(5, serial=8)) == ["notify", "closed"]
    assert stream.hears(call("Mara", 2), reply(2, 5), closed(5, serial=9)) == ["notify", "closed"]


@pytest.mark.parametrize("who", [":1.8", ":1.2", ":1.3"])
def test_a_stranger_the_server_and_we_ourselves_take_nothing_back(stream: Stream, who: str) -> None:
    stream.pairing.now.excluded = {":1.3"}
    stream.hears(call("Mara", 1), reply(1, 5))
    assert stream.hears(close_call(5, 2, sender=who)) == []


def test_who_may_take_back_is_known_to_the_next_keeper(stream: Stream, tmp_path: Path) -> None:
    stream.hears(call("Mara", 1), reply(1, 5), call("Ben", 2), reply(2, 6), closed(6))
    stream.hears(close_call(5, 3))
    again = Stream(tmp_path)
    assert again.hears(close_call(5, 3), close_call(6, 4)) == ["closed"]


def test_calls_to_close_of_the_wrong_type_or_without_their_end_are_passed_over(stream: Stream) -> None:
    stream.hears(call("Mara", 1), reply(1, 5))
    wrong: list[tuple[str, tuple[Any, ...]]] = [("s", ("5",)), ("uu", (5, 5)), ("", ())]
    for signature, body in wrong:
        message = new_method_call(ADDRESS, "CloseNotification", signature or None, body)
        assert stream.hears(sent(message, 7, ":1.7")) == []
    whole = close_call(5, 8)
    header = framing.parse_header(whole, 0, len(whole))
    assert isinstance(header, Header)
    stream.pairing.feed(whole, header, len(whole) - 1)
    assert stream.pairing.take() == []
