"""One key of GSettings, asked in a process of its own: exact, and bounded where settings are locked, absent or hang."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
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
from tests.rig.processes import PATIENCE, wait_for

_OURS = ("DBUS_SESSION_BUS_ADDRESS", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "XDG_DATA_DIRS", "HOME")
_KEY = (Mate.schema, Mate.key)


@pytest.fixture
def mate(tmp_path: Path, screens: Screens, monkeypatch: pytest.MonkeyPatch) -> Iterator[NotificationServer]:
    """The real one, whose settings are those of this process too."""
    with one_of(MateNotificationDaemon, screens, tmp_path / "mate") as server:
        for name in _OURS:
            monkeypatch.setenv(name, server.env[name])
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
        monkeypatch.setattr(gsettings, "SETTLES", PATIENCE)  # here nothing tries a second time
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


@pytest.fixture
def service(mate: NotificationServer) -> Iterator[int]:
    """dconf's own service, which runs."""
    run("set", *_KEY, "false")
    found = mate.bus.owner_pid("ca.desrt.dconf")
    yield found
    with suppress(ProcessLookupError):  # gone, and nobody's zombie any more
        os.kill(found, signal.SIGCONT)


@pytest.fixture
def silence(mate: NotificationServer, bus: Bus, tmp_path: Path) -> Silence:
    paths = Paths(tmp_path / "home")
    paths.ensure()
    return Silence(bus, Note(paths), lambda *_, **__: None)


def went_on(silence: Silence, bus: Bus) -> bool:
    """What the guard does when the bus has something to say."""
    bus.messages()
    return silence.hear_late()


def test_what_a_settings_service_does_only_after_it_hung_is_given_back_too(
    mate: NotificationServer, bus: Bus, service: int, silence: Silence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was asked to be silent and hangs; what it says is read without it, and says "off" until it goes on."""
    monkeypatch.setattr(gsettings, "SETTLES", 1.0)
    hangs_now = tmp_path / "python"
    hangs_now.write_text(
        f'#!/bin/sh\ncase "$*" in *" set "*) kill -STOP {service};; esac\nexec {sys.executable} "$@"\n'
    )
    hangs_now.chmod(0o755)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(sys, "executable", str(hangs_now))
        meanwhile.setattr(gsettings, "PATIENCE", 4.0)
        silence.hold()
    assert (silence.engaged, silence.why) == (False, "server_failed")
    assert not silence.give_back(lambda: None, "not_wanted"), "nobody knows what it is still going to do"
    os.kill(service, signal.SIGCONT)
    wait_for(lambda: went_on(silence, bus) and silence.owing is None, what="it to be given back")
    assert mate.setting() == "off"


def test_while_a_settings_service_hangs_nobody_waits_for_it_twice_and_all_goes_on_when_it_does(
    mate: NotificationServer, bus: Bus, service: int, silence: Silence, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*_: object) -> None:
        raise AssertionError("nothing is asked while it hangs")

    os.kill(service, signal.SIGSTOP)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(gsettings, "SETTLES", 1.0)
        meanwhile.setattr(gsettings, "run", asked)
        silence.hold()
        assert (silence.engaged, silence.why) == (False, "server_failed")
        meanwhile.setattr(gsettings, "SETTLES", 3600.0)
        for _ in range(5):
            silence.retry()
    os.kill(service, signal.SIGCONT)
    wait_for(lambda: went_on(silence, bus), what="the service to go on")
    assert (silence.engaged, silence.previous) == (True, "off")
    assert silence.give_back(lambda: None, "not_wanted")
    assert mate.setting() == "off"


def test_a_service_that_does_not_run_is_not_started_by_a_look(mate: NotificationServer, bus: Bus, service: int) -> None:
    os.kill(service, signal.SIGKILL)
    mate.bus.wait_until_free("ca.desrt.dconf")
    assert choose(bus).is_on() is False
    assert not mate.bus.has_owner("ca.desrt.dconf")


def test_a_look_leaves_the_settings_as_they_are(mate: NotificationServer, bus: Bus, service: int) -> None:
    (file,) = Path(mate.env["XDG_CONFIG_HOME"]).glob("dconf/user")
    before = file.stat()
    assert choose(bus).is_on() is False
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


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


def test_another_key_is_none_of_ours_and_all_above_it_is(mate: NotificationServer, bus: Bus) -> None:
    driver = choose(bus)
    for rule in driver.rules:
        bus.match(rule)
    told: list[bool | None] = []

    def heard(count: int) -> bool:
        told.extend(driver.told(message) for message in bus.messages() if is_signal(message, WRITER, "Notify"))
        return len(told) >= count

    for words in (
        ("gsettings", "set", Mate.schema, "popup-location", "top_left"),
        ("dconf", "write", "/org/mate/desktop/elsewhere", "true"),  # nobody is woken for it
        ("gsettings", "set", Mate.schema, "do-not-disturb", "true"),
        ("dconf", "reset", "-f", "/org/mate/"),
        ("gsettings", "set", Mate.schema, "popup-location", "top_right"),
    ):
        subprocess.run(words, env=mate.env, check=True)
    wait_for(lambda: heard(4), what="the changes")
    assert told == [None, False, False, None]
