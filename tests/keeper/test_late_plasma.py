"""A Plasma that is slow to grant an inhibition is not asked for a second one: of two on a connection one would leak."""

import threading
from collections.abc import Iterator

import pytest
from jeepney import HeaderFields, Message, MessageType, new_error, new_method_return

from holdspace.keeper.bus import Bus
from holdspace.keeper.quiet import DriverError, kde
from holdspace.keeper.quiet.kde import Kde
from tests.rig.bus import Bus as PrivateBus
from tests.rig.processes import wait_for


@pytest.fixture
def ours(bus: PrivateBus, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    made = Bus()
    yield made
    made.close()


def answered(ours: Bus) -> bool:
    ours.messages()
    return ours.has_answered()


@pytest.mark.parametrize("refuses", [False, True])
def test_what_was_granted_late_is_what_is_held(
    bus: PrivateBus, ours: Bus, monkeypatch: pytest.MonkeyPatch, refuses: bool
) -> None:
    monkeypatch.setattr(kde, "PATIENCE", 0.05)
    late, asked = threading.Event(), []
    with bus.connect() as line:

        def receive() -> Message:
            while (call := line.receive(timeout=10)).header.message_type is not MessageType.method_call:
                pass
            return call

        def plasma() -> None:
            asked.append(call := receive())
            late.wait(10)
            said = new_error(call, "org.example.No") if refuses else new_method_return(call, "u", (41,))
            line.sock.sendall(said.serialise(serial=100))
            if refuses:
                asked.append(call := receive())
                line.sock.sendall(new_method_return(call, "u", (42,)).serialise(serial=101))

        service = threading.Thread(target=plasma)
        service.start()
        with pytest.raises(DriverError, match="timeout"):
            Kde(ours, line.unique_name).engage()
        monkeypatch.setattr(kde, "PATIENCE", 3600.0)
        with pytest.raises(DriverError, match="timeout"):  # at once
            Kde(ours, line.unique_name).engage()
        assert not answered(ours)
        late.set()
        wait_for(lambda: answered(ours), what="Plasma to answer")
        if refuses:
            with pytest.raises(DriverError, match="refused"):
                Kde(ours, line.unique_name).engage()
        Kde(ours, line.unique_name).engage()
        service.join()
    assert ours.cookies == {line.unique_name: 42 if refuses else 41}
    assert [call.header.fields[HeaderFields.member] for call in asked] == ["Inhibit"] * (1 + refuses)
