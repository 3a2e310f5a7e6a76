"""`repair`: give back a silence that was left behind. The keeper does it, as a child, and works without the app."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdspace.wire.paths import Paths


def repair(paths: Paths) -> int:
    """Run the keeper's repair and return its exit status; what it says goes where our words go."""
    where = [] if paths.home is None else ["--home", str(paths.home)]
    command = [sys.executable, "-P", "-m", "holdspace.keeper", "--repair", *where]
    return subprocess.run(command, env={**os.environ, **paths.environment()}, check=False).returncode
