"""The .deb in a bare Debian 12."""

import re
from pathlib import Path

from tests.packages.bare_root import HOME, BareRoot
from tests.packages.started import OBEYED, Started, answers
from tests.rig.processes import wait_for
from tests.rig.screen import Screen

_LIST = "export LD_LIBRARY_PATH=/usr/lib/holdspace/_internal; for each in $(find /usr/lib/holdspace -name '*.so*' -type f) /usr/lib/holdspace/holdspace; do ldd $each; done"


def test_a_session_is_held_and_the_desktop_given_back(running: Started) -> None:
    assert not running.dunst_is_paused()
    running.tell("start", "--client", "C1", "--minutes", "50")
    wait_for(lambda: running.status()["quiet"]["engaged"], bound=OBEYED, what="the desktop to be silent")
    assert running.dunst_is_paused()
    running.tell("log", "courier at the door", "--source", "door")
    running.root.run("notify-send", "x")
    running.tell("end")
    wait_for(lambda: not running.dunst_is_paused(), bound=30, what="the desktop to be given back")
    assert "courier at the door" in running.tell("digest")
    running.tell("quit")
    assert running.app.wait() == 0
    assert running.app.said() == ""


def test_its_window_shows(running: Started) -> None:
    running.tell("start", "--minutes", "50")
    with Screen(running.display) as screen:
        wait_for(lambda: screen.windows("holdspace"), what="the window")
        assert {window.title for window in screen.windows("holdspace")} == {"Holdspace"}


def test_its_processes_load_its_own_python_and_nothing_of_another(running: Started) -> None:
    running.tell("start", "--minutes", "50")
    wait_for(lambda: running.status()["quiet"]["engaged"], bound=OBEYED, what="the keeper")
    processes = [each for each in Path("/proc").iterdir() if each.name.isdigit() and running.root.holds(each)]
    ours = [each for each in processes if "holdspace" in (each / "cmdline").read_text()]
    assert len(ours) == 3, "app, keeper and guard"
    for process in ours:
        maps = set(re.findall(r"(/\S+\.so\S*)$", (process / "maps").read_text(), re.MULTILINE))
        inside = {re.sub(rf"^{running.root.folder}", "", path) for path in maps}
        assert any(path.startswith("/usr/lib/holdspace/_internal/libpython3") for path in inside)
        assert [
            path for path in inside if not path.startswith(("/usr/lib/holdspace/", "/usr/lib/x86_64-linux-gnu/"))
        ] == []


def test_a_copy_and_an_export_are_taken_of_it(running: Started) -> None:
    running.tell("log", "hello")
    running.tell("backup", f"{HOME}/copy.db", "--overwrite")
    running.tell("export", f"{HOME}/all.zip", "--overwrite")
    for name in ("copy.db", "all.zip"):
        assert (running.root.folder / HOME[1:] / name).stat().st_mode & 0o777 == 0o600


def test_without_a_bus_and_without_a_screen_it_starts_and_says_what_it_cannot(
    furnished: BareRoot, short_tmp: Path
) -> None:
    furnished.sees({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": "", "DBUS_SESSION_BUS_ADDRESS": "", "HOME": f"{HOME}"})
    app = furnished.start("holdspace", log=short_tmp / "log")
    try:
        answers(furnished, app)
        assert "Silence" in furnished.run("holdspace", "doctor").stdout
        assert furnished.run("holdspace", "quit").returncode == 0
        assert app.wait() == 0
    finally:
        app.end()
        furnished.sees({"QT_QPA_PLATFORM": "xcb"})
        furnished.forget()


def test_it_brings_a_python_of_its_own_and_every_library_is_found(furnished: BareRoot) -> None:
    assert not (furnished.folder / "usr/bin/python3").exists()
    said = furnished.administer("sh", "-c", _LIST)
    assert "libQt6Core" in said
    assert [line for line in said.splitlines() if "not found" in line] == []


def test_what_is_removed_leaves_nothing(bare: BareRoot, deb: Path) -> None:
    before = bare.files()
    bare.install(bare.bring(deb))
    assert "usr/bin/holdspace" in bare.files() - before
    bare.administer("apt-get", "purge", "-y", "-q", "holdspace")
    assert [name for name in bare.files() - before if "holdspace" in name.lower()] == []
    bare.administer("apt-get", "purge", "-y", "-q", "--auto-remove")
    # What other packages leave when they are removed is theirs.
    assert [
        name for name in bare.files() - before if not name.startswith(("etc/", "usr/share/fonts", "usr/local"))
    ] == []
