"""What only the .deb promises, in a bare Debian 12."""

from pathlib import Path

from tests.packages import handed_out
from tests.packages.bare_root import HOME, BareRoot
from tests.packages.started import Started, answers


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


def test_what_is_removed_leaves_nothing(bare: BareRoot) -> None:
    before = bare.files()
    bare.install(bare.bring(handed_out.deb()))
    assert "usr/bin/holdspace" in bare.files() - before
    bare.administer("apt-get", "purge", "-y", "-q", "holdspace")
    assert [name for name in bare.files() - before if "holdspace" in name.lower()] == []
    bare.administer("apt-get", "purge", "-y", "-q", "--auto-remove")
    # What other packages leave when they are removed is theirs.
    assert [
        name for name in bare.files() - before if not name.startswith(("etc/", "usr/share/fonts", "usr/local"))
    ] == []
