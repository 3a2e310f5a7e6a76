"""dbus-broker as the tests start it is a bus like the other."""

from pathlib import Path

import pytest
from jeepney import DBusAddress, new_method_call

from tests.rig.broker import private_broker
from tests.rig.bus import DAEMON
from tests.rig.environment import environment


@pytest.mark.dbus
def test_it_passes_on_calls_knows_names_and_is_gone_afterwards(tmp_path: Path) -> None:
    with private_broker(env=environment(tmp_path / "home"), folder=tmp_path / "bus") as bus:
        with bus.connect() as one, bus.connect() as other:
            one.send_and_get_reply(new_method_call(DAEMON, "RequestName", "su", ("org.example.One", 4)))
            assert bus.owner("org.example.One") == one.unique_name
            to = DBusAddress("/", bus_name="org.example.One", interface="org.example.One")
            other.send(new_method_call(to, "Hello", "s", ("there",)))
            heard = one.receive(timeout=10)
            while not heard.body or heard.body[0] != "there":
                heard = one.receive(timeout=10)
        assert bus.process.alive
    assert not bus.process.alive
