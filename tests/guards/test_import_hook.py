"""The hook is PySide6's own affair: when a new version works otherwise, this says so."""

import subprocess
import sys

LOOKED_AT = """
import sys
import PySide6.QtCore
hook = sys.modules["shibokensupport.feature"]
seen = []
real = hook._mod_uses_pyside
hook._mod_uses_pyside = lambda module: seen.append(module.__name__) or real(module)
if {passed_over}:
    from holdspace.ui.import_hook import pass_over_what_comes
    assert pass_over_what_comes()
    seen.clear()
import holdspace.core.decide, holdspace.store.opening, holdspace.ui.shell
print(sum(name.startswith("holdspace.") for name in seen))
"""


def _looked_at(*, passed_over: bool) -> int:
    code = LOOKED_AT.format(passed_over=passed_over)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return int(done.stdout)


def test_pyside_looks_through_none_of_our_modules_once_it_is_told() -> None:
    assert _looked_at(passed_over=False) > 30
    assert _looked_at(passed_over=True) == 0
