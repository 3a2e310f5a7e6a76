"""The entry point: which arguments become the app, what the fast path loads, and how fast it is."""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from holdspace import __main__ as entry
from holdspace.cli.repair import found_in
from holdspace.keeper.note import Entry
from holdspace.keeper.quiet import Before, Previous
from holdspace.wire.paths import Paths
from tests.cli.fake_app import ROOT, FakeApp, cli, done

HEAVY = ("argparse", "typing", "dataclasses", "PySide6", "holdspace.core", "holdspace.keeper", "holdspace.cli.commands")


@pytest.mark.parametrize(
    ("argv", "where"), [([], []), (["--home", "/h"], ["--home", "/h"]), (["--home=/h"], ["--home", "/h"])]
)
def test_without_a_verb_this_process_becomes_the_app(
    argv: list[str], where: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []

    def app(arguments: list[str]) -> int:
        ran.append(arguments)
        return 7

    monkeypatch.setattr("holdspace.app.__main__.main", app)
    assert entry.main(argv) == 7
    assert ran == [where]


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


def _cost(command: list[str], env: dict[str, str]) -> float:
    """Seconds of processor that a process took: what others do meanwhile does not count."""
    child = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, cwd=ROOT)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0
    return usage.ru_utime + usage.ru_stime


def test_a_log_costs_at_most_four_bare_starts(place: Path, tmp_path: Path) -> None:
    """Compiled, and taken turn by turn."""
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(tmp_path / "compiled")}
    for name in [name for name in env if name.startswith("COV")]:
        del env[name]
    bare, log = [sys.executable, "-c", "pass"], [sys.executable, "-m", "holdspace", "--home", str(place), "log", "x"]
    with FakeApp(place, done()):
        took = [(_cost(bare, env), _cost(log, env)) for _ in range(9)]
    ratio = statistics.median(cost for _, cost in took[1:]) / statistics.median(cost for cost, _ in took[1:])
    print(f"log / bare python = {ratio:.2f}")
    assert ratio <= 4


def test_repair_without_anything_left_is_done_and_says_so(place: Path) -> None:
    said = cli(place, "repair")
    assert (said.returncode, said.stdout, said.stderr) == (0, "No silence was left behind.\n", "")


def test_repair_without_a_bus_is_refused_and_the_note_stays(place: Path) -> None:
    paths = Paths(place)
    paths.ensure()
    note = {"schema": 1, "session": "s", "entries": {"dunst": {"previous": "off", "store": "", "applied": True}}}
    (paths.keeper_dir / "note.json").write_text(json.dumps(note))
    said = cli(place, "repair")
    assert (said.returncode, said.stdout) == (1, "")
    assert "no session bus" in said.stderr
    assert json.loads((paths.keeper_dir / "note.json").read_text()) == note


def test_the_home_may_come_from_the_environment_and_the_option_wins(place: Path) -> None:
    with FakeApp(place, done()) as app:
        env = {**os.environ, "HOLDSPACE_HOME": str(place)}
        command = [sys.executable, "-m", "holdspace", "log", "x"]
        assert subprocess.run(command, env=env, check=False, capture_output=True).returncode == 0
        assert cli(place, "log", "y", env={"HOLDSPACE_HOME": "/nonexistent"}).returncode == 0
    assert [one["args"]["text"] for one in app.requests] == ["x", "y"]


@pytest.mark.parametrize("previous", ["unset", "off", "on"])
def test_repair_tells_what_each_setting_was_and_which_is_not_ours(previous: Previous) -> None:
    assert found_in(Entry(Before(previous), "store", applied=True)) == previous
    assert found_in(Entry(Before(previous), "store", applied=True, left=True)) == "left"
