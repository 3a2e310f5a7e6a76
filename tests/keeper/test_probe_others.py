"""What other programs send while a self-test has the desktop silent: shown in the end, once, also where the server drops it."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from jeepney import DBusAddress, MessageType, new_method_call

from holdspace.keeper.name import PROBE
from tests.keeper.bench import Bench
from tests.keeper.test_kills import repair
from tests.keeper.test_probe import begin
from tests.rig.budgie_daemon import BudgieDaemon
from tests.rig.dunst import Dunst
from tests.rig.each_server import kinds
from tests.rig.mate_notification_daemon import MateNotificationDaemon
from tests.rig.notification_server import NAME
from tests.rig.processes import Running, start, those_naming, wait_for
from tests.rig.xfce4_notifyd import Xfce4Notifyd

pytestmark = [pytest.mark.dbus, pytest.mark.x11]

MONITORING = DBusAddress(
    "/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus.Monitoring"
)
DROPPING = kinds([Xfce4Notifyd, MateNotificationDaemon, BudgieDaemon])
EACH = kinds([Xfce4Notifyd, MateNotificationDaemon, BudgieDaemon, Dunst])
on_dropping = pytest.mark.parametrize("on_each", DROPPING, indirect=True)
on_all = pytest.mark.parametrize("on_each", EACH, indirect=True)
on_xfce = pytest.mark.parametrize("on_each", kinds([Xfce4Notifyd]), indirect=True)


def in_silence(bench: Bench, *options: str) -> Running:
    """A self-test that has made the desktop silent."""
    probe = begin(bench, *options)
    wait_for(lambda: bench.paths.note.exists() and bench.server.setting() == "on", what="the self-test to be silent")
    bench.server.settle()
    probe.signal(signal.SIGSTOP)  # it looks for a second and a half, which a busy machine may need for what a test does
    return probe


def ended(bench: Bench, probe: Running) -> dict[str, Any]:
    probe.signal(signal.SIGCONT)
    probe.wait()
    said: dict[str, Any] = json.loads(probe.out.read_text())
    bench.server.settle()
    return said


@contextmanager
def sent(bench: Bench) -> Iterator[Callable[[], list[tuple[Any, ...]]]]:
    """A way to ask which calls of Notify the bus has carried since, with all that they said."""
    calls: list[tuple[Any, ...]] = []
    with bench.bus.connect() as line:
        rule = f"type='method_call',interface='{NAME}',member='Notify'"
        line.send_and_get_reply(new_method_call(MONITORING, "BecomeMonitor", "asu", ([rule], 0)))

        def told() -> list[tuple[Any, ...]]:
            with suppress(TimeoutError):
                while message := line.receive(timeout=0.2):
                    if message.header.message_type is MessageType.method_call:
                        calls.append(tuple(message.body))
            return calls

        yield told


@on_all
def test_what_another_program_sends_meanwhile_shows_once_when_the_desktop_is_given_back(on_each: Bench) -> None:
    server = on_each.server
    with server.watched() as came:
        probe = in_silence(on_each)
        on_each.notify("Bob", "lunch?")
        told = ended(on_each, probe)
        assert told["record"]["saw"] == "no_popup"
        wait_for(came, what="Bob's popup")
        server.information()
        assert came() == 1
        assert told["shown_again"] == (not server.floods)


@on_all
def test_by_hand_too(on_each: Bench) -> None:
    probe = in_silence(on_each, "--by-hand", "yes")
    on_each.notify("Bob", "lunch?")
    assert ended(on_each, probe)["record"]["saw"] == "no_popup"
    wait_for(on_each.server.visible, what="Bob's popup")


@on_dropping
def test_it_is_shown_with_all_that_its_sender_said_but_for_buttons(on_each: Bench) -> None:
    probe = in_silence(on_each)
    hints = {"urgency": ("y", 0), "category": ("s", "im.received"), "desktop-entry": ("s", "org.example.Chat")}
    with sent(on_each) as calls:
        on_each.notify("Bob", "<b>lunch?</b>", app="Chat", hints=hints, expire=7000)
        ended(on_each, probe)
        first, again = [call for call in calls() if call[0] == "Chat"]
    assert again == first == ("Chat", 0, "", "Bob", "<b>lunch?</b>", [], hints, 7000)


@on_xfce
def test_one_that_cannot_be_said_again_keeps_nothing_from_the_others(on_each: Bench) -> None:
    probe = in_silence(on_each)
    odd = {
        "nested": ("v", ("a{sv}", {"x": ("(ii)", (1, 2))})),
        "image-data": ("(iiibiiay)", (1, 1, 3, False, 8, 3, b"abc")),
    }
    on_each.notify("Odd", "one", hints=odd)
    on_each.notify("Bob", "lunch?")
    with sent(on_each) as calls:
        assert ended(on_each, probe)["shown_again"] == 2
        again = {call[3]: call[6] for call in calls() if call[0] == "Tester"}
    assert again == {"Odd": odd, "Bob": {}}


@on_xfce
def test_what_cannot_be_shown_because_the_desktop_stays_silent_is_in_the_log(on_each: Bench) -> None:
    on_each.server.user_sets("on")
    on_each.paths.ensure()
    on_each.paths.note.write_text("{}")
    patient = (
        "from holdspace.keeper.probe import again; again.PATIENCE = 0; import sys; sys.exit(again.main(sys.argv[1:]))"
    )
    argv = [sys.executable, "-c", patient, "--home", str(on_each.paths.data), "--not-of", "Nobody"]
    with subprocess.Popen(argv, env=on_each.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        on_each.notify("Bob", "lunch?")
        process.stdin.close()
        assert process.wait() == 1
    (line,) = map(json.loads, on_each.paths.keeper_log.read_text().splitlines())
    assert (line["code"], line["reason"], line["of"]) == ("not_shown_again", "still_silent", 1)


@on_xfce
def test_what_shows_all_the_same_or_was_taken_back_is_not_shown_again(on_each: Bench) -> None:
    probe = in_silence(on_each)
    on_each.notify("Dora", "the shop is down", hints={"urgency": ("y", 2)})
    on_each.server.close(on_each.notify("Eve", "never mind"))
    draft = on_each.notify("Carol", "are you")
    with sent(on_each) as calls:
        on_each.notify("Carol", "are you there?", replaces=draft)
        assert ended(on_each, probe)["shown_again"] == 1
        assert [call[3:5] for call in calls()][-1:] == [("Carol", "are you there?")]


@on_xfce
def test_what_its_user_wants_silent_is_left_alone(on_each: Bench) -> None:
    on_each.server.user_sets("on")
    with on_each.server.watched() as came:
        probe = begin(on_each)
        wait_for(lambda: on_each.bus.has_owner(PROBE), what="the self-test to begin")
        on_each.notify("Bob", "lunch?")
        assert ended(on_each, probe)["shown_again"] == 0
        assert came() == 0


@on_dropping
def test_a_self_test_that_was_killed_loses_nothing_either(on_each: Bench) -> None:
    server = on_each.server
    probe = in_silence(on_each)
    on_each.notify("Bob", "lunch?")
    probe.kill()
    assert repair(on_each) == "given_back"
    wait_for(server.visible, what="Bob's popup")
    assert server.setting() == server.settings[0]


@on_dropping
def test_what_came_meanwhile_is_held_by_a_session_that_takes_the_silence_over(on_each: Bench) -> None:
    server = on_each.server
    probe = in_silence(on_each)
    with server.watched() as came:
        on_each.notify("Bob", "lunch?")
        probe.signal(signal.SIGCONT)
        on_each.start_session()
        assert ended(on_each, probe)["outcome"] == "called_off"
        on_each.notify("Carol", "in the session")
        wait_for(lambda: len(senders(on_each)) == 2, what="both to be told")
        on_each.app.want(None)
        on_each.wait_gone()
        server.information()
        assert sorted(senders(on_each)) == ["Bob", "Carol"]
        assert came() == 0


def senders(bench: Bench) -> list[str]:
    bench.app.turn(0)
    return [record["sender"] for record in bench.app.records()]


@on_xfce
def test_doctor_says_that_what_calls_itself_urgent_showed_and_what_came_meanwhile(on_each: Bench) -> None:
    argv = [sys.executable, "-m", "holdspace", "--home", str(on_each.folder / "cli"), "doctor"]
    doctor = start([*argv, "--probe"], env=on_each.env, folder=on_each.folder, name="doctor")
    wait_for(lambda: on_each.server.setting() == "on", what="the self-test to be silent")
    on_each.notify("Bob", "lunch?")
    assert doctor.wait() == 3, "Holdspace is not running"
    assert "nothing showed but what calls itself urgent" in doctor.said()
    assert "1 notification that came meanwhile is shown now." in doctor.said()
    again = start(argv, env=on_each.env, folder=on_each.folder, name="again")
    again.wait()
    assert "nothing showed while the desktop was silent, but what calls itself urgent" in again.said()


@on_xfce
def test_no_process_is_left_behind(on_each: Bench) -> None:
    in_silence(on_each).kill()
    assert those_naming(str(on_each.folder)), "the one beside it"
    assert repair(on_each) == "given_back"
    wait_for(lambda: not those_naming(str(on_each.folder)), what="the one beside it to end")


@on_xfce
def test_where_the_bus_lets_nobody_watch_nothing_is_made_silent(on_each: Bench) -> None:
    on_each.bus.refuse_monitors(True)
    with on_each.server.watched() as came:
        probe = begin(on_each, "--by-hand", "yes")
        assert ended(on_each, probe) == {"outcome": "monitor_refused", "record": None, "shown_again": 0}
        assert came() == 0
    assert on_each.server.setting() == on_each.server.settings[0]
