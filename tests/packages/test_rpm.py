"""The .rpm. No distribution with dnf can be made here: it is put into a bare Debian 12 that has the libraries it asks for."""

import subprocess
from pathlib import Path

from tests.packages.bare_root import HOME, BareRoot
from tests.packages.started import answers

SHARED = ("usr/share/applications", "usr/share/icons", "usr/share/metainfo")


def asked(rpm: Path, *words: str) -> list[str]:
    """What the rpm program says of the package."""
    done = subprocess.run(["rpm", *words, str(rpm)], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def listed(deb: Path) -> set[str]:
    """The files of the .deb, without folders."""
    told = subprocess.run(["dpkg-deb", "-c", str(deb)], capture_output=True, text=True, check=True).stdout.splitlines()
    return {line.split()[5].removeprefix(".") for line in told if not line.startswith("d")}


def test_both_packages_hold_the_same_files(rpm: Path, deb: Path) -> None:
    told = asked(rpm, "-qp", "--qf", "[%{FILEMODES:perms} %{FILENAMES}\n]")
    assert {line.split(" ", 1)[1] for line in told if not line.startswith("d")} == listed(deb)


def test_it_asks_for_libraries_and_runs_nothing_when_it_is_installed(rpm: Path) -> None:
    wanted = asked(rpm, "-qp", "--requires")
    assert "libxcb-cursor.so.0()(64bit)" in wanted
    assert "tzdata" in wanted
    assert asked(rpm, "-qp", "--scripts") == []
    assert asked(rpm, "-K", "--nosignature")[0].endswith("digests OK")


def test_it_starts_where_the_libraries_are_and_what_is_removed_leaves_nothing(
    bare: BareRoot, rpm: Path, deb: Path, short_tmp: Path
) -> None:
    depends = subprocess.run(["dpkg-deb", "-f", str(deb), "Depends"], capture_output=True, text=True, check=True).stdout
    bare.install(*(one.split("|")[0].split("(")[0].strip() for one in depends.split(",")), "rpm")
    before = bare.files()
    bare.administer("rpm", "-i", "--nodeps", bare.bring(rpm))
    bare.sees({"QT_QPA_PLATFORM": "offscreen"})
    app = bare.start("holdspace", log=short_tmp / "log")
    try:
        answers(bare, app)
        assert bare.run("holdspace", "quit").returncode == 0
        assert app.wait() == 0
    finally:
        app.end()
    bare.administer("rpm", "-e", "holdspace")
    left = {name for name in bare.files() - before if not name.startswith((HOME[1:], "var/lib/rpm"))}
    assert [name for name in left if "holdspace" in name.lower()] == []
    # Folders that on a system with rpm belong to others (hicolor-icon-theme, filesystem).
    assert [name for name in left if not name.startswith(SHARED)] == []
