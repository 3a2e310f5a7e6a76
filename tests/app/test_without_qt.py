"""What the app is made of can be loaded and tried without Qt: only what puts it together stands on it."""

import subprocess
import sys

STANDS_ON_QT = ("holdspace.app.start", "holdspace.app.house", "holdspace.app.drill.room")
"""The start itself, and the two that make a heartbeat, an inbox and a server."""
LOAD = """
import importlib, pkgutil, sys
import holdspace.app
for module in pkgutil.walk_packages(holdspace.app.__path__, "holdspace.app."):
    if module.name not in sys.argv[1:]:
        importlib.import_module(module.name)
        assert not {"PySide6", "shiboken6"} & set(sys.modules), module.name
print("loaded")
"""


def test_all_of_the_app_but_what_puts_it_together_is_loaded_without_qt() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOAD, *STANDS_ON_QT], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout, done.stderr) == ("loaded\n", "")
