"""The self-test on each real notification server: by hand it sees a popup where there is one, and the driver knows it too."""

import json
from typing import Any

import pytest

from holdspace.keeper.probe.eyes import AS_WINDOWS
from tests.keeper.bench import Bench
from tests.keeper.test_probe import begin
from tests.rig.each_server import IN_FULL, kinds
from tests.rig.processes import Running, wait_for
from tests.rig.wayland_server import WaylandServer

pytestmark = [pytest.mark.dbus, pytest.mark.x11]


LOOKS = pytest.mark.parametrize(
    "on_each", kinds(kind for kind in IN_FULL if not issubclass(kind, WaylandServer)), indirect=True
)
"""On Wayland nothing is looked for, so the self-test is over at once."""


def run(bench: Bench, *options: str) -> dict[str, Any]:
    running = begin(bench, *options)
    running.wait()
    return said(running)


def said(running: Running) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(running.out.read_text())
    return found


def test_what_shows_is_seen_and_what_is_silent_is_not(on_each: Bench) -> None:
    server = on_each.server
    told = run(on_each, "--by-hand", "yes")
    assert told["outcome"] == "tested"
    if isinstance(server, WaylandServer):
        assert (told["record"]["saw"], told["record"]["critical"]) == ("not_verifiable", "unknown")
    else:
        assert told["record"]["saw"] == "no_popup"
        assert told["record"]["critical"] == ("shown" if server.shows_critical else "hidden")
        assert told["record"]["server"]["driver"] in AS_WINDOWS, "a popup of it was just seen"
    assert server.setting() == server.settings[0]
    assert server.visible() == 0
    assert not on_each.paths.note.exists()


def test_unasked_nothing_shows_not_for_a_moment(on_each: Bench) -> None:
    server = on_each.server
    with server.watched() as popped_up:
        told = run(on_each)
        assert popped_up() == 0
    wayland = isinstance(server, WaylandServer)
    assert told["record"]["saw"] == ("not_verifiable" if wayland else "no_popup")
    assert told["record"]["critical"] == ("unknown" if wayland or server.shows_critical else "hidden")


@LOOKS
def test_a_session_that_starts_meanwhile_takes_the_silence_over(on_each: Bench) -> None:
    server = on_each.server
    probe = begin(on_each)
    wait_for(lambda: on_each.paths.note.exists() and server.setting() == "on", what="the self-test to be silent")
    on_each.start_session()
    probe.wait()
    assert said(probe)["outcome"] == "called_off"
    assert on_each.app.quiet["previous"] == server.settings[0]
    assert server.setting() == "on"
    on_each.app.want(None)
    on_each.wait_gone()
    assert server.setting() == server.settings[0]
    assert server.visible() == 0
    assert on_each.app.tells("gap") == []


@LOOKS
def test_one_that_was_killed_is_undone_by_the_next_session(on_each: Bench) -> None:
    server = on_each.server
    probe = begin(on_each)
    wait_for(lambda: on_each.paths.note.exists() and server.setting() == "on", what="the self-test to be silent")
    probe.kill()
    on_each.start_session()
    assert on_each.app.quiet["previous"] == server.settings[0]
    on_each.app.want(None)
    on_each.wait_gone()
    assert server.setting() == server.settings[0]
    assert not on_each.paths.note.exists()
