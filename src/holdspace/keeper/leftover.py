"""Reads what a keeper took in a flood and did not come to read: `python -m holdspace.keeper.leftover [--home DIR]`.

The app runs it as a process where no keeper is wanted any more, and then brings in what lies in the arrivals' spool. A keeper
that lives, or is started, does the same by itself.
"""

from __future__ import annotations

import os
import sys

from holdspace.keeper.backlog import Backlog
from holdspace.keeper.feed import Feed
from holdspace.keeper.ledger import Ledger
from holdspace.keeper.log import Log, reason
from holdspace.keeper.messages import Messages
from holdspace.keeper.pairing import Pairing
from holdspace.keeper.start import lock_keeper
from holdspace.wire.leftover import READ
from holdspace.wire.paths import Paths
from holdspace.wire.spool import SpoolError


def read_leftover(paths: Paths) -> Ledger:
    """The ledger of the last silence, with all that was taken. Call it with the keeper's lock. Raises SpoolError, OSError."""
    feed, ledger = Feed(paths.arrivals_spool), Ledger(paths.ledger)

    def keep(records: list[tuple[str, bytes]]) -> None:
        feed.keep(records)
        ledger.write()

    Backlog(paths.backlog, Messages(Pairing("", ledger, feed.keys())), keep).read_all()
    return ledger


def main(argv: list[str]) -> int:
    """The exit status: 0 read (or a keeper is at work that does it), which is said; 1 it could not be, and stays."""
    paths = Paths(argv[1] if argv[:1] == ["--home"] and len(argv) == 2 else None)
    lock = lock_keeper(paths)
    try:
        if lock is not None:
            read_leftover(paths)
    except (SpoolError, OSError) as error:
        Log(paths.keeper_log, "leftover").note("spool_failed", reason=reason(error))
        return 1
    finally:
        if lock is not None:
            os.close(lock)
    sys.stdout.buffer.write(READ)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
