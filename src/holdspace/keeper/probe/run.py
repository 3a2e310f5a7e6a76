"""One self-test from its lock to its end, for the process of the app's and for the command line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from holdspace.keeper.start import lock_keeper

if TYPE_CHECKING:
    from holdspace.keeper.probe.record import Record
    from holdspace.wire.paths import Paths


def run(paths: Paths, *, by_hand: bool, language: str = "") -> tuple[str, Record | None]:
    """What came of it (see `act.SelfTest.run`), and what is known now. Raises PathsError when the home cannot be used.

    TERM, HUP and INT are taken for it in this process, and end it.
    """
    paths.ensure()
    lock = lock_keeper(paths)
    if lock is None:
        return "held_by_a_session", None
    from holdspace.keeper.probe.act import Asked, SelfTest  # what is needed once it is certain to begin

    try:
        return SelfTest(paths, Asked(by_hand=by_hand, language=language)).run()
    finally:
        os.close(lock)
