"""Whose a connection is: by what the system says of its process, not by what it says itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jeepney import new_method_call

from holdspace.keeper.arrival import Arrival
from holdspace.keeper.bus import Bus as Line
from holdspace.keeper.process import LIMIT, Process, describe, entry_of
from holdspace.keeper.senders import AT_ONCE, Senders
from holdspace.keeper.tells import Seen
from tests.keeper.bench import Bench, send
from tests.rig.bus import DAEMON, Bus

UNITS = "0::/user.slice/user-1000.slice/user@1000.service/app.slice"


@pytest.mark.parametrize(
    ("unit", "entry"),
    [
        ("app-gnome-org.gnome.Evolution-2345.scope", "org.gnome.Evolution"),
        ("app-org.kde.konsole-4f9a0c.scope", "org.kde.konsole"),
        ("app-flatpak-org.mozilla.firefox-812.scope", "org.mozilla.firefox"),
        ("app-gnome-org.gnome.Evolution\\x2dalarm\\x2dnotify-99.scope", "org.gnome.Evolution-alarm-notify"),
        ("app-org.kde.kalendarac@autostart.service", "org.kde.kalendarac"),
        ("app-firefox@0123456789abcdef.service", "firefox"),
        ("dbus-:1.2-org.gnome.Nautilus@0.service", "org.gnome.Nautilus"),
        ("snap.firefox.firefox-1c6c4fd1-3f6b-4c87-8f6d-8a8f7f3f5a3e.scope", "firefox_firefox"),
        ("snap.thunderbird.thunderbird.0c4f1a2b-1111-2222-3333-444455556666.scope", "thunderbird_thunderbird"),
        ("vte-spawn-1c6c4fd1.scope", ""),
        ("session-2.scope", ""),
        ("app-.scope", ""),
        ("app-x.mount", ""),
        ("", ""),
    ],
)
def test_the_application_is_known_by_the_unit_in_which_the_desktop_started_it(unit: str, entry: str) -> None:
    assert entry_of(f"{UNITS}/{unit}\n") == entry


def test_an_older_system_names_its_units_in_one_of_many_lines() -> None:
    told = "12:pids:/user.slice\n1:name=systemd:/user.slice/app-gnome-org.example.Chat-1.scope\n0::/\n"
    assert entry_of(told) == "org.example.Chat"
    assert entry_of("rubbish\n\n:::\n") == ""


def test_a_unit_of_any_length_and_with_any_characters_is_bounded() -> None:
    assert len(entry_of(f"{UNITS}/app-{'x' * 9000}-1.scope")) == LIMIT
    assert entry_of(f"{UNITS}/app-a\\x1b\\x00b-1.scope") == "ab"


def test_a_program_is_its_file_and_a_script_is_what_it_calls_itself(tmp_path: Path) -> None:
    own = shutil.copy(shutil.which("sleep") or "/bin/sleep", tmp_path / "backup tool")
    script = tmp_path / "notify-build"
    script.write_text(f"#!{sys.executable}\nimport sys\nprint(flush=True)\nsys.stdin.read()\n")
    script.chmod(0o755)
    with (
        subprocess.Popen([own, "60"]) as program,
        subprocess.Popen([script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other,
    ):
        assert other.stdout is not None
        other.stdout.readline()
        names = [describe(pid).program for pid in (program.pid, other.pid)]
        Path(own).unlink()
        names.append(describe(program.pid).program)
        program.kill()
        other.kill()
    assert names == ["backup tool", "notify-build", "backup tool"]


def test_a_process_that_is_gone_is_unknown() -> None:
    with subprocess.Popen(["true"]) as gone:
        pass
    found = describe(gone.pid)
    assert (found.program, found.entry) == ("", "")


def proc(folder: Path, *, info: str | None = None, cgroup: str = "", comm: str = "thing\n") -> str:
    """A /proc in which process 7 is described so."""
    of = folder / "7"
    (of / "root").mkdir(parents=True)
    if info is not None:
        (of / "root" / ".flatpak-info").write_text(info)
    (of / "cgroup").write_text(cgroup)
    (of / "comm").write_text(comm)
    return str(folder)


def test_a_flatpak_is_known_by_what_was_put_into_its_root(tmp_path: Path) -> None:
    info = "[Instance]\nname=org.evil.Other\n\n[Application]\nname=org.example.Chat\nruntime=x\n\n[Context]\nname=no\n"
    found = describe(7, proc(tmp_path, info=info, cgroup=f"{UNITS}/app-flatpak-xdg.dbus.proxy-1.scope"))
    assert (found.program, found.entry) == ("org.example.Chat", "org.example.Chat")


@pytest.mark.parametrize(
    "info", ["", "[Application]\n", "[Application]\nname=../x y\n", "\0" * 9000, "[Runtime]\nname=a\n"]
)
def test_a_flatpak_that_says_no_name_is_known_by_its_program(tmp_path: Path, info: str) -> None:
    assert describe(7, proc(tmp_path, info=info)).program == "thing"


def test_nobody_waits_for_a_pipe_and_nobody_follows_a_link_in_somebodys_root(tmp_path: Path) -> None:
    folder = proc(tmp_path)
    os.mkfifo(tmp_path / "7" / "root" / ".flatpak-info")
    assert describe(7, folder).program == "thing"
    (tmp_path / "7" / "root" / ".flatpak-info").unlink()
    (tmp_path / "secret").write_text("[Application]\nname=org.example.Chat\n")
    (tmp_path / "7" / "root" / ".flatpak-info").symlink_to(tmp_path / "secret")
    assert describe(7, folder).program == "thing"


@pytest.mark.dbus
def test_who_is_there_is_named_once_who_is_gone_is_known_to_be_and_a_flood_of_senders_is_bounded(
    bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    line = Line()
    senders = Senders(line)
    with bus.connect() as here:
        found = senders.who([here.unique_name, ":1.9999"])
        assert found[here.unique_name].pid == os.getpid()
        assert found[here.unique_name].program
        assert found[":1.9999"].pid is None
        name = here.unique_name
    assert senders.who([name])[name].pid == os.getpid(), "it is asked about once"
    many = [f":1.{number}" for number in range(5000, 5000 + 3 * AT_ONCE)]
    assert len(senders.who(many)) == AT_ONCE
    line.close()


@pytest.mark.dbus
@pytest.mark.x11
def test_the_program_is_told_by_the_bus_and_a_false_claim_names_nobody(bench: Bench) -> None:
    bench.start_session()
    with bench.bus.connect() as line:
        send(line, "I am init", hints={"sender-pid": ("x", 1)})
        record = bench.app.wait(bench.app.records)[0]
    assert (record["pid"], record["program"]) == (os.getpid(), describe(os.getpid()).program)


FLATPAK = "[Application]\nname=org.example.Chat\n"
STARTED = "0::/user.slice/app-org.example.Chat-1.scope\n"
BACKEND = "0::/dbus-:1.2-org.freedesktop.impl.portal.desktop.gtk@0.service\n"
SNAP = "0::/user.slice/snap.evil.app-1c6c4fd1-3f6b-4c87-8f6d-8a8f7f3f5a3e.scope\n"


def entry_told(of: Process, hint: str, *, vouched: bool = False) -> str:
    arrival = Arrival()
    arrival.desktop_entry = hint
    tell = Seen("notify", arrival, ":1.7", ":1.2", 100, "{}")
    tell.vouched = vouched
    tell.is_of(of)
    return arrival.desktop_entry


@pytest.mark.parametrize(("info", "cgroup"), [(FLATPAK, ""), (FLATPAK, BACKEND), ("", STARTED)])
def test_what_the_system_knows_of_a_program_wins_over_what_it_says(tmp_path: Path, info: str, cgroup: str) -> None:
    of = describe(7, proc(tmp_path, info=info, cgroup=cgroup))
    assert entry_told(of, "org.example.Bank") == "org.example.Chat"
    assert entry_told(of, "") == "org.example.Chat"


def test_its_own_word_stands_where_nothing_is_known(tmp_path: Path) -> None:
    assert entry_told(describe(7, proc(tmp_path)), "org.example.Bank") == "org.example.Bank"
    assert entry_told(Process(), "org.example.Bank") == "org.example.Bank"


def test_a_portals_word_for_the_application_stands(tmp_path: Path) -> None:
    of = describe(7, proc(tmp_path, cgroup=STARTED))
    assert entry_told(of, "org.example.Bank", vouched=True) == "org.example.Bank"
    assert entry_told(of, "", vouched=True) == "org.example.Chat"


@pytest.mark.parametrize(
    ("cgroup", "comm"),
    [
        (BACKEND, "thing\n"),
        (STARTED, "xdg-desktop-portal-gtk\n"),
        ("0::/dbus-:1.2-org.gnome.Shell.Notifications@0.service\n", "gjs\n"),
    ],
)
def test_who_speaks_for_others_is_believed(tmp_path: Path, cgroup: str, comm: str) -> None:
    of = describe(7, proc(tmp_path, cgroup=cgroup, comm=comm))
    assert entry_told(of, "org.example.Bank") == "org.example.Bank"
    assert entry_told(of, "") == of.entry


def test_nothing_in_a_sandbox_passes_for_one_that_speaks_for_others(tmp_path: Path) -> None:
    name = "xdg-desktop-portal-gtk\n"
    flatpak = describe(7, proc(tmp_path / "flatpak", info=FLATPAK.replace("org.example.Chat", name.strip()), comm=name))
    assert entry_told(flatpak, "org.example.Bank") == name.strip()
    snap = describe(7, proc(tmp_path / "snap", cgroup=SNAP, comm=name))
    assert entry_told(snap, "org.example.Bank") == "evil_app"


@pytest.mark.dbus
def test_whose_a_name_is_is_told_as_of_now(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    line = Line()
    senders = Senders(line)
    with bus.connect() as here:
        assert senders.owner("org.example.Backend") == ""
        here.send_and_get_reply(new_method_call(DAEMON, "RequestName", "su", ("org.example.Backend", 4)))
        assert senders.owner("org.example.Backend") == here.unique_name
    line.close()
