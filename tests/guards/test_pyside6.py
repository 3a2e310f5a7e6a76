import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rig.environment import environment

_ROOT = Path(__file__).resolve().parents[2]

_COUNT = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

class Sender(QObject):
    told = Signal()
    flagged = Signal(bool)

application = QCoreApplication([])
sender, timer = Sender(), QTimer()
sender.told.connect(lambda: None)
sender.flagged.connect(lambda flag: None)

def rounds(count):
    for number in range(count):
        if number % 10 == 0:
            sender.told.emit()
            sender.flagged.emit(True)
        timer.setInterval(number)

rounds(100)  # what is made once is made
before = sys.getrefcount(True), sys.getrefcount(None)
rounds(20_000)
after = sys.getrefcount(True), sys.getrefcount(None)
print(*(now - then for now, then in zip(after, before)))
"""


def test_two_thousand_emits_and_twenty_thousand_void_calls_lose_no_reference(own_home: Path) -> None:
    """PySide6 6.12.0 on Python 3.11 drops one reference of True or None a call, and aborts after some minutes."""
    done = subprocess.run(
        [sys.executable, "-c", _COUNT],
        env=environment(own_home),
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lost = [int(word) for word in done.stdout.split()]
    assert all(-50 < number < 50 for number in lost), f"references gained or lost (True, None): {lost}"


def _sources() -> list[Path]:
    return [path for room in ("src", "tests", "benchmarks", "tools") for path in (_ROOT / room).rglob("*.py")]


def test_nothing_is_imported_from_pyside6_by_a_star() -> None:
    """A star forces all of PySide6's lazy types: 100 ms of the way to the tray."""
    stars = [
        f"{path.relative_to(_ROOT)}:{node.lineno}"
        for path in _sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6")
        if any(alias.name == "*" for alias in node.names)
    ]
    assert stars == []


@pytest.mark.parametrize("room", ["cli", "keeper", "wire"])
def test_the_small_processes_load_no_qt(room: str, own_home: Path) -> None:
    """Import-linter reads the sources; this asks the process itself."""
    program = (
        "import sys, pkgutil, importlib, holdspace\n"
        f"package = importlib.import_module('holdspace.{room}')\n"
        "for found in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "    if not found.name.endswith('__main__'):\n"
        "        importlib.import_module(found.name)\n"
        "print(*[name for name in sys.modules if name.startswith(('PySide6', 'shiboken', 'holdspace.core'))])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(own_home),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
