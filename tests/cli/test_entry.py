"""The entry point: which arguments become the app, what the fast path loads, and how fast it is."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from holdspace import __main__ as entry
from tests.cli.fake_app import ROOT, FakeApp, cli, done

HEAVY = ("argparse", "typing", "dataclasses", "PySide6", "holdspace.core", "holdspace.keeper", "holdspace.cli.commands")


@pytest.mark.parametrize(
    ("argv", "where"), [([], []), (["--home", "/h"], ["--home", "/h"]), (["--home=/h"], ["--home", "/h"])]
)
def test_without_a_verb_this_process_becomes_the_app(
    argv: list[str], where: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []

    class BecameError(Exception):
        pass

    def execv(program: str, command: list[str]) -> None:
        assert program == sys.executable
        ran.append(command)
        raise BecameError

    monkeypatch.setattr(os, "execv", execv)
    with pytest.raises(BecameError):
        entry.main(argv)
    assert ran == [[sys.executable, "-P", "-m", "holdspace.app", *where]]


def test_the_fast_path_loads_nothing_that_it_does_not_use(place: Path) -> None:
    script = (
        "import sys; before = set(sys.modules); from holdspace.__main__ import main; status = main(); "
        "print(status, *sorted(set(sys.modules) - before), file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, "--home", str(place), "log", "x"]
    with FakeApp(place, done()):
        ended = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    status, *loaded = ended.stderr.split()
    assert status == "0"
    assert not [name for name in loaded if name in HEAVY or name.startswith(("PySide6.", "holdspace.core."))]


def test_the_command_line_never_loads_qt_or_the_core(place: Path) -> None:
    script = (
        "import sys; from holdspace.cli import commands, settings_file, doctor, repair, hand; "
        "print(*[name for name in sys.modules if name.startswith(('PySide6', 'shiboken', 'holdspace.core', "
        "'holdspace.app', 'holdspace.ui', 'holdspace.keeper'))])"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ended.stdout.strip() == ""


def test_a_log_costs_at_most_four_bare_starts(place: Path, tmp_path: Path) -> None:
    """Compiled, taken turn by turn; the least of each is compared, as other load only ever adds."""
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(tmp_path / "compiled")}
    for name in [name for name in env if name.startswith("COV")]:
        del env[name]
    bare, log = [sys.executable, "-c", "pass"], [sys.executable, "-m", "holdspace", "--home", str(place), "log", "x"]
    took: dict[str, list[float]] = {"bare": [], "log": []}
    with FakeApp(place, done()):
        for _ in range(9):
            for name, command in (("bare", bare), ("log", log)):
                start = time.perf_counter()
                subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL, cwd=ROOT)
                took[name].append(time.perf_counter() - start)
    ratio = min(took["log"]) / min(took["bare"])
    print(f"log / bare python = {ratio:.2f}; medians {statistics.median(took['log']) * 1000:.1f} ms")
    assert ratio <= 4


def test_repair_runs_the_keeper_with_the_same_home(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from holdspace.cli import repair
    from holdspace.wire.paths import Paths

    ran: list[tuple[list[str], str | None]] = []

    def run(command: list[str], *, env: dict[str, str], check: bool) -> subprocess.CompletedProcess[bytes]:
        ran.append((command, env.get("HOLDSPACE_HOME")))
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(subprocess, "run", run)
    assert repair.repair(Paths(place)) == 1
    assert ran == [([sys.executable, "-P", "-m", "holdspace.keeper", "--repair", "--home", str(place)], str(place))]


def test_the_home_may_come_from_the_environment_and_the_option_wins(place: Path) -> None:
    with FakeApp(place, done()) as app:
        env = {**os.environ, "HOLDSPACE_HOME": str(place)}
        command = [sys.executable, "-m", "holdspace", "log", "x"]
        assert subprocess.run(command, env=env, check=False, capture_output=True).returncode == 0
        assert cli(place, "log", "y", env={"HOLDSPACE_HOME": "/nonexistent"}).returncode == 0
    assert [one["args"]["text"] for one in app.requests] == ["x", "y"]
