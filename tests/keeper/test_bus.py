"""The connection for calls: what counts of what comes back."""

import select
import threading
import time
from collections.abc import Iterator

import pytest
from jeepney import DBusAddress, MessageType, new_error, new_method_call, new_method_return

from holdspace.keeper.bus import DAEMON, Bus, sender_of
from tests.rig.bus import Bus as PrivateBus
from tests.rig.processes import PATIENCE


@pytest.fixture
def ours(bus: PrivateBus, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    made = Bus()
    yield made
    made.close()


def test_the_first_of_two_answers_counts(bus: PrivateBus, ours: Bus) -> None:
    """mako 1.7 sends an error behind its answers, and the bus hands on both, often in one piece."""
    with bus.connect() as line:

        def answer_twice() -> None:
            while (call := line.receive(timeout=10)).header.message_type is not MessageType.method_call:
                pass
            said = new_method_return(call, "s", ("here",)).serialise(serial=100)
            said += new_error(call, "org.freedesktop.DBus.Error.UnknownMethod").serialise(serial=101)
            line.sock.sendall(said)

        service = threading.Thread(target=answer_twice)
        service.start()
        to = DBusAddress("/x", bus_name=line.unique_name, interface="org.example.X")
        serial = ours.ask(to, "Who")
        service.join()
        bus.names()  # answered after both were handed on
        assert ours.answer(serial, time.monotonic() + 10) == ("here",)


def test_an_answer_that_is_here_counts_however_late_it_is_looked_for(ours: Bus) -> None:
    """On a busy machine it is we who are late."""
    serial = ours.ask(DAEMON, "GetId")
    select.select([ours.fileno()], [], [])
    assert ours.answer(serial, time.monotonic() - 60)


def test_a_message_too_large_to_be_kept_is_stepped_over_and_does_not_end_the_connection(
    bus: PrivateBus, ours: Bus
) -> None:
    """The guard's connection holds the silence: whoever writes to it must not be able to end it."""
    with bus.connect() as line:
        to = DBusAddress("/x", bus_name=ours.name, interface="org.example.X")
        for size in (6_000_000, 100, 2_000_000):
            line.send_message(new_method_call(to, "Take", "s", ("x" * size,)))
        for _ in range(2):
            assert ours.call(DAEMON, "NameHasOwner", "s", (line.unique_name,), timeout=PATIENCE) == (True,)
    assert [each for each in ours.messages() if sender_of(each) == line.unique_name] == []
