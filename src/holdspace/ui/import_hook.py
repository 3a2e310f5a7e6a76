"""PySide6 reads the source of every module that is imported after it, to see whether it may use a switch that we never do.

That took a tenth of the time from start to window. WORKAROUND https://bugreports.qt.io/browse/PYSIDE-2029: modules that
it knows already are not looked at; -1 is its own word for "leave this one alone".
"""

from __future__ import annotations

import sys
from pathlib import Path

HOOK = "shibokensupport.feature"
LEAVE_ALONE = -1


def pass_over_what_comes() -> bool:
    """Have PySide6 pass over our modules and Python's own. False, and nothing is changed, where it works otherwise."""
    known = getattr(sys.modules.get(HOOK), "pyside_feature_dict", None)
    if not isinstance(known, dict):
        return False
    for name in (*_ours(), *sys.stdlib_module_names):
        known.setdefault(name, LEAVE_ALONE)
    return True


def _ours() -> list[str]:
    package = Path(__file__).parents[1]
    return [
        ".".join((package.name, *file.relative_to(package).with_suffix("").parts)).removesuffix(".__init__")
        for file in package.rglob("*.py")
    ]
