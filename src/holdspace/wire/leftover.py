"""The process that reads what was left of a flood (`holdspace.keeper.leftover`): how it is started, and what it says."""

from __future__ import annotations

import sys

ARGV = (sys.executable, "-P", "-m", "holdspace.keeper.leftover")
"""To be started with the environment of the home (`Paths.environment`)."""
READ = b"read\n"
"""Its standard output once nothing is left to it. One that fails or is killed says nothing."""
