"""`python -m holdspace.app`: the tray first, everything else after it shows."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from holdspace.app.single import HomeLock, first_or_shown
from holdspace.wire.paths import Paths, PathsError

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Run the app; the exit status: 0 as asked or shown by the first one, 1 when it cannot run and says why."""
    paths = Paths(_home(argv))
    try:
        paths.ensure()
        lock = HomeLock(paths)
    except (PathsError, OSError) as error:
        return _cannot(paths, getattr(error, "code", "io"))
    found = first_or_shown(paths, lock)
    if found != "first":
        return 0 if found == "shown" else _cannot(paths, "first_does_not_answer")
    gc.disable()  # from here on ui.tidying sees to it, on the main thread
    from holdspace.app.start import run

    return run(paths)


def _home(argv: Sequence[str]) -> Path | None:
    for place, word in enumerate(argv):
        if word == "--home" and place + 1 < len(argv):
            return Path(argv[place + 1])
        if word.startswith("--home="):
            return Path(word.removeprefix("--home="))
    return None


def _cannot(paths: Paths, code: str) -> int:
    from holdspace.here import words_for

    print(words_for().code("cannot_start", code, path=str(paths.data)), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
