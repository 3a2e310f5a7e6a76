"""What the standalone program runs: the command line; and `-m MODULE`, as Python does.

Holdspace starts its other processes as `python -P -m holdspace.keeper`. Here the program itself stands in the place of
Python, so it understands the same.
"""

import os
import sys


def main() -> None:
    """Run a module as `python -m` would, or the command line."""
    _give_back("LD_LIBRARY_PATH")
    words = sys.argv[1:]
    if words[:1] == ["-P"]:  # nothing is ever imported from the working folder here
        words = words[1:]
    if words[:1] == ["-m"] and len(words) > 1:
        from runpy import run_module

        sys.argv = [sys.argv[0], *words[2:]]
        run_module(words[1], run_name="__main__", alter_sys=True)
        return
    from holdspace.__main__ import main as command_line

    sys.exit(command_line(words))


def _give_back(name: str) -> None:
    """The starter of the program set this for itself. Programs of the system that we start must not find our libraries."""
    before = os.environ.pop(f"{name}_ORIG", None)
    os.environ.pop(name, None)
    if before is not None:
        os.environ[name] = before


if __name__ == "__main__":
    main()
