"""Keeper and guard on each notification server that runs without a desktop: silent, killed in every way, given back."""

import shlex
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from holdspace.keeper.repair import repair
from tests.keeper.bench import Bench
from tests.matrix import ROW
from tests.rig.bus import private_bus
from tests.rig.processes import wait_for

Says = Callable[[str, object], None]


def before(bench: Bench) -> str:
    """As it was when nobody had set anything."""
    return bench.server.settings[0]


def until_given_back(bench: Bench) -> None:
    wait_for(lambda: not (bench.paths.keeper_dir / "note.json").exists(), what="the note to be closed")
    assert bench.server.setting() == before(bench)


def repaired(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in bench.env.items():
        monkeypatch.setenv(name, value)
    return repair(bench.paths)


def test_what_arrives_is_seen_and_not_shown_and_the_setting_comes_back(on_each: Bench) -> None:
    on_each.start_session()
    assert on_each.server.setting() == "on"
    on_each.server.settle()
    sent = 3
    on_each.server.send(sent)
    assert on_each.server.visible() == 0
    on_each.app.wait(lambda: len(seen(on_each)) >= sent)
    on_each.app.want(None)
    on_each.wait_gone()
    assert on_each.server.setting() == before(on_each)
    assert on_each.server.visible() == 0


def seen(bench: Bench) -> list[str]:
    return [record["sender"] for record in bench.app.records()]


def test_a_killed_guard_is_replaced_and_what_it_found_is_given_back(on_each: Bench) -> None:
    on_each.start_session()
    first = on_each.guard_pid()
    on_each.kill_guard()
    wait_for(lambda: on_each.guard_pid() not in {0, first}, what="another guard")
    on_each.app.told.clear()
    on_each.app.want()
    on_each.app.wait_quiet(engaged=True, previous=before(on_each))
    assert on_each.server.setting() == "on"
    on_each.app.want(None)
    on_each.wait_gone()
    assert on_each.server.setting() == before(on_each)


def test_a_killed_keeper_leaves_neither_silence_nor_flood_beyond_the_lease(on_each: Bench) -> None:
    on_each.start_session()
    on_each.server.settle()
    sent = len(on_each.app.named())
    on_each.server.send(5)
    on_each.app.wait(lambda: len(on_each.app.named()) >= sent + 5)
    on_each.lease(3)
    on_each.keeper.signal(signal.SIGKILL)
    on_each.keeper.wait()
    assert on_each.server.setting() == "on"
    until_given_back(on_each)
    assert on_each.server.visible() == 0


def test_what_keeper_and_guard_left_behind_is_repaired(on_each: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    on_each.start_session()
    on_each.kill_both()
    assert on_each.server.setting() == "on"
    assert repaired(on_each, monkeypatch) == "given_back"
    assert on_each.server.setting() == before(on_each)


def test_the_repair_at_the_next_log_in_gives_back(on_each: Bench) -> None:
    on_each.start_session()
    on_each.kill_both()
    (entry,) = (Path(on_each.env["XDG_CONFIG_HOME"]) / "autostart").iterdir()
    command = next(line for line in entry.read_text().splitlines() if line.startswith("Exec=")).removeprefix("Exec=")
    done = subprocess.run(shlex.split(command), env=on_each.env, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert on_each.server.setting() == before(on_each)
    assert not entry.exists()


def test_a_keeper_that_is_told_to_end_gives_back_at_once(on_each: Bench) -> None:
    on_each.start_session()
    on_each.keeper.signal(signal.SIGTERM)
    on_each.wait_gone()
    assert on_each.server.setting() == before(on_each)


def test_a_server_that_crashed_is_silent_again(on_each: Bench) -> None:
    on_each.start_session()
    on_each.app.told.clear()
    on_each.server.kill()
    on_each.app.wait_quiet(engaged=False, why="no_server")
    on_each.server.start()
    on_each.app.wait_quiet(engaged=True, previous=before(on_each))
    assert on_each.server.setting() == "on"
    on_each.app.want(None)
    on_each.wait_gone()
    assert on_each.server.setting() == before(on_each)


def test_a_server_that_is_gone_when_the_session_ends_leaves_no_silence_behind(on_each: Bench) -> None:
    """As at log-off, where it may go first. What it kept in memory is gone with it; what outlives it is given back."""
    on_each.start_session()
    on_each.server.kill()
    on_each.keeper.signal(signal.SIGTERM)
    on_each.wait_gone()
    assert not (on_each.paths.keeper_dir / "note.json").exists()
    on_each.server.start()
    assert on_each.server.setting() == before(on_each)


def test_a_server_that_hangs_when_the_session_ends_is_given_back_once_it_goes_on(on_each: Bench) -> None:
    on_each.start_session()
    on_each.server.freeze()
    on_each.app.want(None)
    on_each.app.wait(lambda: on_each.app.tells("quiet")[-1]["why"] == "not_wanted")
    on_each.server.thaw()
    until_given_back(on_each)
    on_each.wait_gone()


def test_what_the_user_sets_meanwhile_stands(on_each: Bench) -> None:
    on_each.start_session()
    on_each.server.user_sets("off")
    on_each.app.want()  # where the server tells of no change it is looked for when the lease is renewed
    on_each.app.wait_quiet(engaged=False, why="changed_by_user")
    on_each.app.want(None)
    on_each.wait_gone()
    assert on_each.server.setting() == "off"


def test_what_the_user_set_in_one_session_stands_and_the_next_one_is_silent(on_each: Bench) -> None:
    """Also where the next one begins before the desktop was given back."""
    on_each.start_session()
    on_each.server.user_sets("off")
    on_each.app.want()
    on_each.app.wait_quiet(engaged=False, why="changed_by_user")
    on_each.app.want(None, release_after_seconds=300)
    on_each.app.want("s2")
    on_each.app.wait_quiet(engaged=True, previous="off")
    assert on_each.server.setting() == "on"
    on_each.app.want(None)
    on_each.wait_gone()
    assert on_each.server.setting() == "off"


def test_when_the_bus_goes_what_outlives_it_is_given_back_at_the_next_log_in(
    on_each: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Says
) -> None:
    if not on_each.server.keeps_setting:
        record_property(ROW, "when the bus goes with the server nothing is left to undo at the next log in")
    on_each.start_session()
    on_each.bus.process.kill()
    wait_for(lambda: not on_each.keeper.alive, what="the keeper to end")
    on_each.server.end()
    kind = type(on_each.server)
    with private_bus(env=on_each.env, folder=tmp_path / "next-bus", services=kind.services()) as bus:
        on_each.env["DBUS_SESSION_BUS_ADDRESS"] = bus.address
        again = kind(env=on_each.env, bus=bus, folder=tmp_path / "next-server")
        again.start()
        try:
            told = wait_for(
                lambda: (said := repaired(on_each, monkeypatch)) != "held_by_a_session" and said, what="a repair"
            )
            assert told == "given_back"
            assert again.setting() == before(on_each)
        finally:
            again.end()


def test_a_second_holdspace_on_another_bus_leaves_a_shared_setting_alone(
    on_each: Bench, tmp_path: Path, record_property: Says
) -> None:
    shared = on_each.server.keeps_setting and on_each.server.title != "swaync"  # which reads it only when it starts
    if not shared:
        record_property(ROW, "a second holdspace on another bus is silent beside the first one")
    on_each.start_session()
    kind = type(on_each.server)
    with private_bus(env=on_each.env, folder=tmp_path / "next-bus", services=kind.services()) as bus:
        env = {**on_each.env, "DBUS_SESSION_BUS_ADDRESS": bus.address}
        other = kind(env=env, bus=bus, folder=tmp_path / "next-server")
        other.start()
        try:
            with Bench.beside(other, tmp_path / "second") as second:
                second.start_keeper()
                second.app.wait_connected()
                second.app.want()
                if shared:
                    second.app.wait_quiet(engaged=False, why="another_holdspace")
                else:
                    second.app.wait_quiet(engaged=True)
                second.app.want(None)
                second.wait_gone()
                assert on_each.server.setting() == "on"
        finally:
            other.end()
    on_each.app.want(None)
    on_each.wait_gone()
    assert on_each.server.setting() == before(on_each)
    assert list(on_each.paths.keeper_dir.glob("note*")) == []
