"""./dev with a false apt and dpkg: what it asks, what it installs, and that it installs nothing unasked."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]

_FAKES = {
    # Installed is what stands in the file; apt-get install adds to it.
    "dpkg-query": 'for name in $(cat "$FAKES/installed"); do echo "installed $name"; done',
    "apt-cache": 'case " $(cat "$FAKES/archive") " in *" $2 "*) echo "  Candidate: 1.0" ;; *) echo "  Candidate: (none)" ;; esac',
    "apt-get": (
        'echo "apt-get $*" >>"$FAKES/log"\n'
        'case "$*" in *install*) for word in "$@"; do case $word in -*|install) ;; *) echo "$word" >>"$FAKES/installed" ;; '
        "esac; done ;; esac"
    ),
    "sudo": 'echo "sudo $1" >>"$FAKES/log"\nexec "$@"',
    "id": "echo 1000",
}
_QT = [
    "libegl1",
    "libgl1",
    "libglib2.0-0t64",
    "libdbus-1-3",
    "libfontconfig1",
    "libxkbcommon0",
    "libxcb-cursor0",
    "libxkbcommon-x11-0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libwayland-cursor0",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A checkout whose environment is already made, on a machine whose packages we invent."""

    folder: Path

    def installed(self, *names: str) -> None:
        (self.folder / "fakes" / "installed").write_text("\n".join(names) + "\n")

    def dev(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        path = f"{self.folder / 'fakes'}:/usr/bin:/bin:/usr/sbin:/sbin"
        return subprocess.run(
            [self.folder / "dev", *words],
            env={"PATH": path, "HOME": str(self.folder), "FAKES": str(self.folder / "fakes"), **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )

    def log(self) -> list[str]:
        return (self.folder / "fakes" / "log").read_text().splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    fakes = tmp_path / "fakes"
    programs = tmp_path / ".venv" / "bin"
    fakes.mkdir()
    programs.mkdir(parents=True)
    for name in ("dev", "pyproject.toml"):
        shutil.copy(_ROOT / name, tmp_path / name)
    for name, body in _FAKES.items():
        _program(fakes / name, body)
    for name in ("holdspace", "python"):
        _program(programs / name, f'echo "{name}: $*"')
    (fakes / "log").touch()
    (fakes / "archive").write_text(" ".join(_QT))
    stamp = subprocess.run(
        "cat pyproject.toml dev | sha256sum | cut -c1-24", shell=True, cwd=tmp_path, capture_output=True, check=True
    ).stdout
    (tmp_path / ".venv" / ".holdspace-run").write_bytes(stamp)
    made = Machine(folder=tmp_path)
    made.installed(*_QT)
    return made


def _program(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def test_run_starts_the_app_when_all_is_there(machine: Machine) -> None:
    done = machine.dev("run", "status", "--json", DISPLAY=":1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "holdspace: status --json\n", "")
    assert machine.log() == []


def test_without_anybody_to_ask_nothing_is_installed_and_it_says_what_to_type(machine: Machine) -> None:
    machine.installed(*(name for name in _QT if name != "libxcb-cursor0"))
    done = machine.dev("run", DISPLAY=":1")
    assert done.returncode == 2
    assert "sudo apt-get install --no-install-recommends libxcb-cursor0\n" in done.stderr
    assert machine.log() == []


def test_in_ci_only_what_is_missing_is_installed_under_the_name_of_this_release(machine: Machine) -> None:
    machine.installed(*(name for name in _QT if name != "libglib2.0-0t64"))
    done = machine.dev("run", DISPLAY=":1", CI="true")
    assert done.returncode == 0, done.stderr
    assert machine.log() == ["sudo env", "apt-get -qq install -y --no-install-recommends libglib2.0-0t64"]


def test_the_lists_are_fetched_only_when_apt_knows_no_such_package(machine: Machine) -> None:
    machine.installed(*(name for name in _QT if name != "libegl1"))
    (machine.folder / "fakes" / "archive").write_text("")
    done = machine.dev("run", DISPLAY=":1", CI="true")
    assert done.returncode == 1
    assert "apt knows no package libegl1" in done.stderr
    assert machine.log() == ["sudo apt-get", "apt-get -qq update"]


def test_a_changed_pyproject_is_installed_again(machine: Machine) -> None:
    with (machine.folder / "pyproject.toml").open("a") as file:
        file.write("\n# changed\n")
    done = machine.dev("run", DISPLAY=":1")
    assert "python: -m pip install" in done.stdout
    assert done.stdout.endswith("holdspace: \n")
    again = machine.dev("run", DISPLAY=":1")
    assert again.stdout == "holdspace: \n"


def test_a_wrong_verb_is_told(machine: Machine) -> None:
    done = machine.dev("dance")
    assert done.returncode == 2
    assert done.stderr.startswith("usage: ./dev run")
