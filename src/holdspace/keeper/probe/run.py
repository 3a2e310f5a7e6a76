"""One self-test from its lock to its end, for the process of the app's and for the command line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from holdspace.keeper.start import lock_keeper

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.keeper.probe.act import Came
    from holdspace.wire.paths import Paths


def run(paths: Paths, *, by_hand: bool, language: str = "", begins: Callable[[], object] = lambda: None) -> Came:
    """What came of it. Raises PathsError when the home cannot be used.

    `begins` is called once it is certain to begin, before anything shows. TERM, HUP and INT are taken for it in this
    process, and end it.
    """
    paths.ensure()
    lock = lock_keeper(paths)
    from holdspace.keeper.probe.act import Asked, Came, SelfTest  # not needed by whoever only asks for `run`

    if lock is None:
        return Came("held_by_a_session")
    try:
        return SelfTest(paths, Asked(by_hand=by_hand, language=language, begins=begins)).run()
    finally:
        os.close(lock)
