"""Take each guard out in turn, in a copy, and run its test: exit 1 if one survives.

`--machine` runs the machine of promises against each instead and tells which it finds (chance decides some).
`--table` prints the table of docs/testing.md.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from tests.core.guards.listed import GUARDS, table
from tests.core.guards.removal import survivors


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.core.guards", description=__doc__)
    parser.add_argument("--machine", action="store_true")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("-n", type=int, default=min(4, os.cpu_count() or 1), help="so many at once")
    parser.add_argument("words", nargs="*", help="only guards in whose description or file these words stand")
    asked = parser.parse_args()
    if asked.table:
        print(table())
        return 0
    chosen = [guard for guard in GUARDS if all(word in f"{guard.file} {guard.what}" for word in asked.words)]
    left = 0
    with tempfile.TemporaryDirectory(prefix="hs-guards-") as name:
        for guard, alive in survivors(chosen, Path(name), machine=asked.machine, at_once=asked.n):
            left += alive
            print(f"{'SURVIVES' if alive else 'dies    '}  {guard.file}: {guard.what}", flush=True)
    print(f"{len(chosen) - left} of {len(chosen)} die")
    return 1 if left else 0


if __name__ == "__main__":
    raise SystemExit(main())
