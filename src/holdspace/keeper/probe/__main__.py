"""python -m holdspace.keeper.probe [--home DIR] [--by-hand yes] [--language CODE]: a self-test of the silence.

Started by the app and by `holdspace doctor --probe`. Prints one JSON object on one line: the outcome, and what is known.
Not by hand, a server of which something is known already is not tested again.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict

from holdspace.keeper.start import lock_keeper
from holdspace.wire.paths import Paths, PathsError


def main(argv: list[str]) -> int:
    """The exit status: 0 something is known now, 1 nothing could be tested (the outcome says why), 2 wrong usage."""
    options = dict(zip(argv[::2], argv[1::2], strict=False))
    if len(argv) % 2 or not options.keys() <= {"--home", "--by-hand", "--language"}:
        print(__doc__, file=sys.stderr)
        return 2
    paths = Paths(options.get("--home"))
    try:
        paths.ensure()
    except PathsError as error:
        return _say("note_failed", error.code)
    lock = lock_keeper(paths)
    if lock is None:
        return _say("held_by_a_session")
    from holdspace.keeper.probe.act import Asked, SelfTest  # what is needed once it is certain to begin

    asked = Asked(by_hand="--by-hand" in options, language=options.get("--language", ""))
    outcome, found = SelfTest(paths, asked).run()
    os.close(lock)
    sys.stdout.write(json.dumps({"outcome": outcome, "record": asdict(found) if found is not None else None}) + "\n")
    return 0 if found is not None else 1


def _say(outcome: str, detail: str = "") -> int:
    sys.stdout.write(json.dumps({"outcome": outcome, "record": None, "detail": detail}) + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
