import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]

_PLANTED = """
import os, socket, subprocess, threading, warnings
import pytest

def test_a_thread_is_left():
    threading.Thread(target=threading.Event().wait, daemon=True).start()

def test_a_process_is_left():
    global left
    left = subprocess.Popen(["sleep", "20"])

def test_the_network_is_asked():
    socket.create_connection(("192.0.2.1", 80), timeout=1)

def test_a_name_of_the_network_is_asked():
    socket.getaddrinfo("example.org", 80)

def test_something_warns():
    warnings.warn("old", DeprecationWarning, stacklevel=1)

def test_qt_warns(qtbot):
    from PySide6.QtCore import qWarning
    qWarning("a thing of Qt")

def test_a_slot_raises(qtbot):
    from PySide6.QtCore import QTimer
    def slot():
        raise ValueError("in a slot")
    QTimer.singleShot(0, slot)
    qtbot.wait(30)

def test_all_is_well():
    assert os.environ["HOME"].startswith("/tmp/hs-home-")
    assert "nonexistent" in os.environ["DBUS_SESSION_BUS_ADDRESS"]
    assert "DISPLAY" not in os.environ
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"

def test_the_process_of_above_ends():
    left.kill()
    left.wait()
"""


_SKIPPING = """
import pytest

def test_runs():
    pass

@pytest.mark.skip(reason="not here")
def test_skipped():
    pass
"""


def _pytest(folder: Path, *more: str) -> tuple[int, str]:
    argv = [sys.executable, "-m", "pytest", "-c", str(_ROOT / "pyproject.toml"), "-p", "tests.conftest"]
    argv += ["-p", "no:randomly", "-p", "no:cacheprovider", "--rootdir", str(_ROOT), *more, str(folder)]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV"))}
    done = subprocess.run(argv, env=env, cwd=_ROOT, capture_output=True, text=True, timeout=50, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_the_house_catches_seven_planted_faults(tmp_path: Path) -> None:
    (tmp_path / "test_planted.py").write_text(_PLANTED)
    status, said = _pytest(tmp_path)
    assert status == 1, said
    faults = set(re.findall(r"^(?:FAILED|ERROR) \S*::(\w+)", said, re.MULTILINE))
    assert faults == {
        "test_a_thread_is_left",
        "test_a_process_is_left",
        "test_the_network_is_asked",
        "test_a_name_of_the_network_is_asked",
        "test_something_warns",
        "test_qt_warns",
        "test_a_slot_raises",
    }, said


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["0", "1"])
def test_no_skips_fails_a_run_in_which_something_was_skipped(tmp_path: Path, workers: str) -> None:
    (tmp_path / "test_skipping.py").write_text(_SKIPPING)
    status, said = _pytest(tmp_path, "-n", workers, "--no-skips")
    assert status == 1
    assert "1 skipped, and --no-skips was asked for" in said


@pytest.mark.slow
def test_without_it_a_skip_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "test_skipping.py").write_text(_SKIPPING)
    assert _pytest(tmp_path)[0] == 0
