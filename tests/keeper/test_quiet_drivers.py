"""What holds for all drivers of silence: who is for whom, and what an answer or a signal that says nothing comes to.

What a driver makes of a wrong answer to each of its questions is in test_nonsense_answers.
"""

from typing import Any

import pytest
from jeepney import DBusAddress, HeaderFields, Message, new_signal
from typing_extensions import override

from holdspace.keeper.bus import CallError
from holdspace.keeper.quiet import DriverError, QuietDriver
from holdspace.keeper.quiet.dunst import Dunst
from holdspace.keeper.quiet.known import choose, driver_name, outliving
from holdspace.keeper.quiet.server import Server
from tests.keeper.nonsense import ON_THE_BUS, NonsenseBus

BEHIND_PROPERTIES = ("org.dunstproject.cmd0", "org.freedesktop.Notifications", "fr.emersion.Mako")


@pytest.mark.parametrize(
    ("name", "code"), [("timeout", "timeout"), ("org.freedesktop.DBus.Error.ServiceUnknown", "gone")]
)
@pytest.mark.parametrize("driver", ON_THE_BUS)
def test_a_server_that_does_not_answer_is_said_to(driver: type[Any], name: str, code: str) -> None:
    with pytest.raises(DriverError, match=code):
        driver(NonsenseBus(CallError(name)), ":1.1").is_on()


@pytest.mark.parametrize("driver", ON_THE_BUS)
def test_a_signal_of_another_shape_tells_nothing(driver: type[Any]) -> None:
    made: QuietDriver = driver(NonsenseBus((True,)), ":1.1")
    interfaces = [rule.split("interface='")[1].split("'")[0] for rule in made.rules]
    members = (
        "PropertiesChanged",
        "PropertyChanged",
        "PropertyRemoved",
        "Subscribe",
        "SubscribeV2",
        "DoNotDisturbChanged",
    )
    names = {"paused": "", "Inhibited": "", "Modes": ""}
    bodies: list[tuple[str | None, tuple[Any, ...]]] = [
        *(("sa{ss}as", (each, names, [])) for each in (*interfaces, *BEHIND_PROPERTIES)),
        (None, ()),
        ("s", ("x",)),
        ("u", (7,)),
        ("sas", ("x", ["y"])),
        ("uuu", (1, 2, 3)),
    ]
    for interface in interfaces:
        for member in members:
            for signature, body in bodies:
                said = signal(interface, member, signature, body)
                assert made.told(said) in {None, False}


def signal(interface: str, member: str, signature: str | None, body: tuple[Any, ...]) -> Message:
    message = new_signal(DBusAddress("/x", interface=interface), member, signature, body)
    message.header.fields[HeaderFields.sender] = ":1.1"
    return message


@pytest.mark.parametrize(
    ("server", "driver"),
    [
        (Server("gnome-shell", "GNOME", "43.9"), "gnome"),
        (Server("Plasma", "KDE", "5.27.5"), "kde"),
        (Server("dunst", "knopwob", "1.9.0"), "dunst"),
        (Server("Xfce Notify Daemon", "Xfce", "0.7.3"), "xfce"),
        (Server("mako", "emersion", "1.7.1"), "mako"),
        (Server("SwayNotificationCenter", "ErikReider", "0.7.3"), "swaync"),
        (Server("Notification Daemon", "MATE", "1.26.0"), "mate"),
        (Server("Notification Daemon", "GNOME", "3.20.0"), ""),
        (Server("cinnamon", "GNOME", "5.6.8"), "cinnamon"),
        (Server("Budgie Notification Server", "Budgie Desktop Developers", "10.7.1"), "budgie"),
        (Server("lxqt-notificationd", "lxqt.org", "1.2.0"), "lxqt"),
        (Server("io.elementary.notifications", "elementaryOS", "0.1"), "elementary"),
        (Server("cosmic-notifications", "System76", "1"), "cosmic"),
        (Server("somebody else", "", ""), ""),
        (Server("", "", ""), ""),
    ],
)
def test_the_driver_is_known_by_what_the_server_says_of_itself(server: Server, driver: str) -> None:
    assert driver_name(server) == driver


@pytest.mark.parametrize("answer", [(), (7, 8), ("dunst",), ([],)], ids=repr)
def test_a_server_that_says_nonsense_of_itself_is_asked_no_further(answer: tuple[Any, ...]) -> None:
    assert choose(NonsenseBus(answer)).name in {"none", "dunst"}  # type: ignore[arg-type]


def test_a_server_that_cannot_say_who_it_is_yet_is_asked_again() -> None:
    """GNOME's: the name is owned before the shell behind it listens."""
    for error in ("UnknownMethod", "ServiceUnknown"):
        with pytest.raises(DriverError):  # which is tried again; "no driver" would be final
            choose(NonsenseBus(CallError(f"org.freedesktop.DBus.Error.{error}")))  # type: ignore[arg-type]


def test_what_lives_in_a_servers_memory_is_gone_with_it() -> None:
    bus: Any = NonsenseBus(())
    assert [name for name in ("dunst", "kde", "mako", "budgie", "none") if outliving(name, bus) is not None] == []
    for name in ("gnome", "xfce", "swaync", "mate", "cinnamon", "lxqt", "elementary", "cosmic"):
        found = outliving(name, bus)
        assert found is not None
        assert (found.name, found.server) == (name, "")


def test_a_pause_of_a_lower_level_comes_back_at_its_level() -> None:
    """dunst from 1.10 on; its interface as it is documented."""
    levels = {"pauseLevel": 60}

    class Levels(NonsenseBus):
        @override
        def call(self, to: Any, member: str, signature: Any = None, body: Any = (), **_: Any) -> tuple[Any, ...]:
            if member == "Get":
                level = levels["pauseLevel"]
                return (("u", level),) if body[1] == "pauseLevel" else (("b", level > 0),)
            value = body[2][1]
            levels["pauseLevel"] = value if body[1] == "pauseLevel" else 100 if value else 0
            return ()

    driver = Dunst(Levels(()), ":1.1")  # type: ignore[arg-type]
    before = driver.snapshot()
    assert not driver.is_on()
    driver.engage()
    assert driver.is_on()
    driver.release(before)
    assert levels == {"pauseLevel": 60}
