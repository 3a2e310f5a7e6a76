"""Forgetting: what is deleted leaves nothing behind, neither in the file and its log nor in any copy."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdspace.store import copies
from holdspace.store.moments import packed
from holdspace.store.texts import EXPIRED

if TYPE_CHECKING:
    from pathlib import Path

    from holdspace.core.moment import Moment
    from holdspace.store.database import Database

# A text belongs to a person by its own row, or because a row that does speaks of it: a mark set in their session, a
# reason given in their case.
_TEXTS_OF = """
DELETE FROM texts WHERE person = ?1 OR id IN (
    SELECT client FROM sessions WHERE person = ?1 UNION SELECT topic FROM sessions WHERE person = ?1
    UNION SELECT sender FROM interruptions WHERE person = ?1 UNION SELECT text FROM interruptions WHERE person = ?1
    UNION SELECT sender FROM pins WHERE person = ?1 UNION SELECT text FROM pins WHERE person = ?1
    UNION SELECT topic FROM marks WHERE session IN (SELECT id FROM sessions WHERE person = ?1)
    UNION SELECT last_point FROM marks WHERE session IN (SELECT id FROM sessions WHERE person = ?1)
    UNION SELECT next_step FROM marks WHERE session IN (SELECT id FROM sessions WHERE person = ?1)
    UNION SELECT note FROM timeline WHERE case_id IN (SELECT id FROM cases WHERE person = ?1)
    UNION SELECT what_is_lost FROM timeline WHERE case_id IN (SELECT id FROM cases WHERE person = ?1)
    UNION SELECT why_only_you FROM timeline WHERE case_id IN (SELECT id FROM cases WHERE person = ?1)
)
"""
_DRAFTS_OF = """
DELETE FROM outbox WHERE kind = 'acknowledgement' AND pin IN (
    SELECT pins.id FROM pins LEFT JOIN interruptions ON interruptions.id = pins.interruption
    WHERE pins.person = ?1 OR interruptions.person = ?1
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was deleted, and which files could not be cleaned: damaged ones that were kept aside."""

    texts: int
    drafts: int
    left: tuple[Path, ...] = ()


class Forgetting:
    """Deletes what must not stay, everywhere in the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def person(self, key: str) -> Forgotten:
        """Delete all texts of a person, and the drafts for them. Sender, app and time of day stay as codes and hashes.

        Raises NotKept; it can be asked for again.
        """
        with self._database.transaction() as connection:
            drafts = connection.execute(_DRAFTS_OF, (key,)).rowcount
            gone = connection.execute(_TEXTS_OF, (key,)).rowcount
        self._database.wipe()
        left = self._clean_copies((_DRAFTS_OF, _TEXTS_OF), key)
        return Forgotten(texts=gone, drafts=drafts, left=left)

    def expire(self, now: Moment) -> Forgotten:
        """Delete the texts whose time has come, here and in every copy. Raises NotKept."""
        with self._database.transaction() as connection:
            gone = connection.execute(EXPIRED, (packed(now),)).rowcount
        left: tuple[Path, ...] = ()
        if gone:
            self._database.wipe()
            left = self._clean_copies((EXPIRED,), packed(now))
        return Forgotten(texts=gone, drafts=0, left=left)

    def _clean_copies(self, statements: tuple[str, ...], value: str) -> tuple[Path, ...]:
        """A copy that cannot be rewritten is removed; a damaged file that was kept aside is named instead."""
        for copy in copies.all_of(self._database.path):
            if not _cleaned(copy, statements, value):
                copy.unlink()
        kept = copies.kept_aside(self._database.path)
        return tuple(path for path in kept if not _cleaned(path, statements, value))


def _cleaned(path: Path, statements: tuple[str, ...], value: str) -> bool:
    """Whether a copy was rewritten without the rows."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("BEGIN IMMEDIATE")
        for statement in statements:
            connection.execute(statement, (value,))
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    except sqlite3.Error:
        return False  # the caller removes or names the file: nothing is passed over
    finally:
        connection.close()
    return True
