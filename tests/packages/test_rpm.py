"""What only the .rpm promises. No distribution with dnf can be made here: a bare Debian 12 stands in, with rpm and libraries."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packages import handed_out, rpm_names
from tests.packages.bare_root import HOME, BareRoot, copied

SHARED = ("usr/share/applications", "usr/share/icons", "usr/share/metainfo")
NOT_LIBRARIES = {"hicolor-icon-theme", "tzdata"}


@pytest.fixture(scope="module")
def stocked(base: Path, spacious: Path) -> Iterator[BareRoot]:
    """A root with rpm, and with what the .deb depends on."""
    with copied(base, spacious / "stocked") as root:
        root.install(*handed_out.asked_by_deb(), "rpm")
        yield root


def asked(*words: str) -> list[str]:
    """What the rpm program says of the package."""
    done = subprocess.run(["rpm", *words, handed_out.rpm()], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def files_of_the_deb() -> set[str]:
    """Without folders."""
    told = subprocess.run(["dpkg-deb", "-c", handed_out.deb()], capture_output=True, text=True, check=True).stdout
    return {line.split()[5].removeprefix(".") for line in told.splitlines() if not line.startswith("d")}


def owner(root: BareRoot, library: str) -> str:
    """The Debian package that a library belongs to; dpkg knows older ones by where they were before /lib was a link."""
    places = [f"{folder}/x86_64-linux-gnu/{library}" for folder in ("/usr/lib", "/lib")]
    said = root.run("dpkg-query", "-S", *places).stdout
    return said.partition(":")[0]


def test_both_packages_hold_the_same_files() -> None:
    told = asked("-qp", "--qf", "[%{FILEMODES:perms} %{FILENAMES}\n]")
    assert {line.split(" ", 1)[1] for line in told if not line.startswith("d")} == files_of_the_deb()


def test_it_runs_nothing_when_it_is_installed_and_is_whole() -> None:
    assert asked("-qp", "--scripts") == []
    assert asked("-K", "--nosignature")[0].endswith("digests OK")


def test_it_asks_for_the_libraries_of_the_packages_that_the_deb_depends_on_and_for_no_others(stocked: BareRoot) -> None:
    wanted = set(handed_out.asked_by_rpm()) - NOT_LIBRARIES
    libraries = {re.sub(r"\(.*", "", name) for name in wanted}
    owners = {library: owner(stocked, library) for library in libraries}
    assert [library for library, package in owners.items() if not package] == []
    assert set(owners.values()) | {"tzdata"} == set(handed_out.asked_by_deb())


def test_it_is_installed_only_where_what_it_requires_is_and_what_is_removed_leaves_nothing(stocked: BareRoot) -> None:
    refused = stocked.ask("rpm", "-i", "--test", stocked.bring(handed_out.rpm()))
    assert refused.returncode != 0
    assert "libxcb-cursor.so.0()(64bit) is needed by holdspace" in refused.stderr
    rpm_names.told_to_rpm(stocked)
    before = stocked.files()
    stocked.administer("rpm", "-i", stocked.bring(handed_out.rpm()))
    assert "usr/bin/holdspace" in stocked.files() - before
    stocked.administer("rpm", "-e", "holdspace")
    left = {name for name in stocked.files() - before if not name.startswith((HOME[1:], "var/lib/rpm"))}
    assert [name for name in left if "holdspace" in name.lower()] == []
    # Folders that on a system with rpm belong to others (hicolor-icon-theme, filesystem).
    assert [name for name in left if not name.startswith(SHARED)] == []
