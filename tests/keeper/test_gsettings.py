"""One key of GSettings, asked in a process of its own: exact, and bounded where settings are locked, absent or hang."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdspace.keeper.bus import Bus, is_signal
from holdspace.keeper.note import Note
from holdspace.keeper.quiet import DriverError, gsettings
from holdspace.keeper.quiet.gsettings import WRITER, run
from holdspace.keeper.quiet.known import choose
from holdspace.keeper.quiet.mate import Mate
from holdspace.keeper.silence import Silence
from holdspace.wire.paths import Paths
from tests.rig.each_server import Screens, one_of
from tests.rig.mate_notification_daemon import MateNotificationDaemon
from tests.rig.notification_server import NotificationServer
from tests.rig.processes import wait_for

_OURS = ("DBUS_SESSION_BUS_ADDRESS", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "XDG_DATA_DIRS", "HOME")
_KEY = (Mate.schema, Mate.key)


@pytest.fixture
def mate(tmp_path: Path, screens: Screens, monkeypatch: pytest.MonkeyPatch) -> Iterator[NotificationServer]:
    """The real one, whose settings are those of this process too."""
    with one_of(MateNotificationDaemon, screens, tmp_path / "mate") as server:
        for name in _OURS:
            monkeypatch.setenv(name, server.env[name])
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
        yield server


@pytest.fixture
def bus(mate: NotificationServer) -> Iterator[Bus]:
    made = Bus()
    yield made
    made.close()


def locked(tmp_path: Path) -> Path:
    """A profile of dconf in which an administrator locked the key."""
    keys = tmp_path / "keys"
    (keys / "locks").mkdir(parents=True)
    folder = Mate.path.strip("/")
    (keys / "values").write_text(f"[{folder}]\n{Mate.key}=false\n")
    (keys / "locks" / "all").write_text(f"{Mate.path}{Mate.key}\n")
    subprocess.run(["dconf", "compile", str(tmp_path / "locked.db"), str(keys)], check=True)
    profile = tmp_path / "profile"
    profile.write_text(f"user-db:user\nfile-db:{tmp_path}/locked.db\n")
    return profile


def test_unset_is_not_false(mate: NotificationServer) -> None:
    assert run("get", *_KEY) == {"user": None, "value": False}
    assert run("set", *_KEY, "false") == {"user": False, "value": False}
    assert mate.setting() == "off"
    assert run("set", *_KEY, "true") == {"user": True, "value": True}
    assert mate.setting() == "on"
    assert run("reset", *_KEY) == {"user": None, "value": False}
    assert mate.setting() == "unset"


@pytest.mark.parametrize(
    ("schema", "key"),
    [
        ("org.example.NoSuch", "key"),
        (Mate.schema, "no-such-key"),
        (Mate.schema, "theme"),  # a string
        ("", ""),
    ],
)
def test_what_is_no_switch_is_said_and_aborts_nothing(mate: NotificationServer, schema: str, key: str) -> None:
    for verb in ("get", "reset"):
        with pytest.raises(DriverError, match="no_setting"):
            run(verb, schema, key)


def test_what_an_administrator_locked_is_said_and_left_alone(
    mate: NotificationServer, bus: Bus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DCONF_PROFILE", str(locked(tmp_path)))
    paths = Paths(tmp_path / "home")
    paths.ensure()
    silence = Silence(bus, Note(paths), lambda *_, **__: None)
    silence.hold()
    assert (silence.engaged, silence.why, silence.retry_at) == (False, "locked", None)
    assert silence.give_back(lambda: None, "not_wanted")
    assert not Note(paths).is_open
    assert mate.setting() == "unset"


def test_a_settings_service_that_hangs_is_given_up_and_tried_again(
    mate: NotificationServer, bus: Bus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("get", *_KEY)
    run("set", *_KEY, "false")  # dconf's service runs now
    service = mate.bus.owner_pid("ca.desrt.dconf")
    monkeypatch.setattr(gsettings, "PATIENCE", 0.5)
    paths = Paths(tmp_path / "home")
    paths.ensure()
    silence = Silence(bus, Note(paths), lambda *_, **__: None)
    try:
        os.kill(service, signal.SIGSTOP)
        silence.hold()
        assert (silence.engaged, silence.why) == (False, "server_failed")
        assert silence.retry_at is not None
    finally:
        os.kill(service, signal.SIGCONT)

    def engaged() -> bool:
        silence.retry()
        return silence.engaged

    wait_for(engaged, what="the silence once the service goes on")
    assert silence.previous == "off"
    silence.give_back(lambda: None, "not_wanted")
    assert mate.setting() == "off"


def test_settings_that_nobody_keeps_are_no_silence(
    mate: NotificationServer, bus: Bus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GSETTINGS_BACKEND", "memory")  # as where dconf is not installed: gone with each process
    paths = Paths(tmp_path / "home")
    paths.ensure()
    silence = Silence(bus, Note(paths), lambda *_, **__: None)
    silence.hold()
    assert (silence.engaged, silence.why, silence.evidence) == (False, "server_failed", "none")
    assert mate.setting() == "unset"


def test_another_key_of_the_same_folder_is_none_of_ours(mate: NotificationServer, bus: Bus) -> None:
    driver = choose(bus)
    for rule in driver.rules:
        bus.match(rule)
    told: list[bool | None] = []

    def heard(count: int) -> bool:
        told.extend(driver.told(message) for message in bus.messages() if is_signal(message, WRITER, "Notify"))
        return len(told) >= count

    for key, value in (("popup-location", "top_left"), ("do-not-disturb", "true"), ("popup-location", "top_right")):
        subprocess.run(["gsettings", "set", Mate.schema, key, value], env=mate.env, check=True)
    wait_for(lambda: heard(3), what="three changes")
    assert told == [None, False, None]
