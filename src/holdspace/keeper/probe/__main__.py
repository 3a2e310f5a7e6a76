"""python -m holdspace.keeper.probe [--home DIR] [--by-hand yes] [--language CODE]: a self-test of the silence.

Started by the app. Prints one JSON object on one line: the outcome, what is known, and how many of other programs were
shown again.
Not by hand, a server of which something is known already is not tested again.
"""

from __future__ import annotations

import json
import sys

from holdspace.keeper.probe.record import plain
from holdspace.keeper.probe.run import run
from holdspace.wire.paths import Paths, PathsError


def main(argv: list[str]) -> int:
    """The exit status: 0 something is known now, 1 nothing could be tested (the outcome says why), 2 wrong usage."""
    options = dict(zip(argv[::2], argv[1::2], strict=False))
    if len(argv) % 2 or not options.keys() <= {"--home", "--by-hand", "--language"}:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        outcome, found, again = run(
            Paths(options.get("--home")), by_hand="--by-hand" in options, language=options.get("--language", "")
        )
    except PathsError:
        outcome, found, again = "note_failed", None, 0
    told = {"outcome": outcome, "record": plain(found) if found is not None else None, "shown_again": again}
    sys.stdout.write(json.dumps(told) + "\n")
    return 0 if found is not None else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
