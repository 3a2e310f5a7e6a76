"""The store as a whole: opened with one call, closed with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.frozen import dataclass
from holdspace.store.database import Database, examine, open_database
from holdspace.store.forget import Forgetting
from holdspace.store.journal import Journal
from holdspace.store.outbox import Outbox
from holdspace.store.records import Records
from holdspace.store.texts import Texts

if TYPE_CHECKING:
    from pathlib import Path

    from holdspace.store.past import PastArrivals


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """The rooms of one open database; used on the thread that opened it."""

    database: Database
    journal: Journal
    outbox: Outbox
    records: Records
    texts: Texts
    forgetting: Forgetting

    @property
    def past(self) -> PastArrivals:
        """What arrived in the last days. Loaded when a rule is previewed: the first picture does not need it."""
        from holdspace.store.past import PastArrivals

        return PastArrivals(self.database)

    def close(self) -> None:
        """Close the file. A clean quit says `journal.snapshot(state)` before."""
        self.database.close()


def open_store(path: Path, *, examined: bool = True) -> Store:
    """Open or make the store at `path` (its folder becomes this user's alone).

    `examined`: a file of which damage was noted before is looked through first, which takes its time.

    Raises errors.Damaged (see there for the ways on), errors.Newer, or engine.ports.NotKept with disk_full,
    read_only, busy or io_error.
    """
    if examined:
        examine(path)
    database = open_database(path)
    return Store(
        database=database,
        journal=Journal(database),
        outbox=Outbox(database),
        records=Records(database),
        texts=Texts(database),
        forgetting=Forgetting(database),
    )
