"""Forgetting: what is deleted leaves nothing behind, neither in the file and its log nor in any copy."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from holdspace.frozen import dataclass
from holdspace.store import copies
from holdspace.store.errors import not_kept
from holdspace.store.moments import packed
from holdspace.store.texts import EXPIRED, EXPIRED_IN_A_COPY, write_afresh

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

_OWED = "owed "
_EXPIRY = _OWED + "expiry"
"""Keys in meta of what is still to be cleaned; a person's key is hexadecimal, so it is never this word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was deleted, and which files could not be cleaned: damaged ones that were kept aside."""

    texts: int
    drafts: int
    left: tuple[Path, ...] = ()


class Forgetting:
    """Deletes what must not stay, everywhere in the store.

    What is owed to a person is noted in the transaction that deletes their rows, and struck off once the file, its log
    and every copy are clean: whoever asks next finishes what a kill or a full disk left undone.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def person(self, key: str) -> Forgotten:
        """Delete all texts of a person, and the drafts for them. App, time, outcome and salted hash stay.

        Raises NotKept; then the rest is done when this or `expire` is called again.
        """
        with self._database.transaction() as connection:
            drafts = connection.execute(_DRAFTS_OF, (key,)).rowcount
            gone = connection.execute(_TEXTS_OF, (key,)).rowcount
            connection.execute("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", (_OWED + key, key))
        return Forgotten(texts=gone, drafts=drafts, left=self._finish())

    def expire(self, now: Moment) -> Forgotten:
        """Delete the texts whose time has come, here and in every copy. Raises NotKept; then it can be called again."""
        with self._database.transaction() as connection:
            gone = connection.execute(EXPIRED, (packed(now),)).rowcount
            if gone:
                connection.execute("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", (_EXPIRY, packed(now)))
        return Forgotten(texts=gone, drafts=0, left=self._finish())

    def _finish(self) -> tuple[Path, ...]:
        """Clean file, log and copies of all that is owed; the files that could not be cleaned."""
        with self._database.reading() as connection:
            owed = connection.execute("SELECT key, value FROM meta WHERE key GLOB ?", (_OWED + "*",)).fetchall()
        if not owed:
            return ()
        with self._database.transaction() as connection:
            write_afresh(connection)
        self._database.empty_log()
        deletions = [
            (statement, value)
            for key, value in owed
            for statement in ((EXPIRED_IN_A_COPY,) if key == _EXPIRY else (_DRAFTS_OF, _TEXTS_OF))
        ]
        try:
            left = self._clean_copies(deletions)
        except OSError as error:
            raise not_kept(error) from error
        with self._database.transaction() as connection:
            connection.executemany("DELETE FROM meta WHERE key = ?", [(key,) for key, _ in owed])
        return left

    def _clean_copies(self, deletions: list[tuple[str, str]]) -> tuple[Path, ...]:
        """A copy that cannot be rewritten is removed; a damaged file that was kept aside is named instead."""
        for copy in copies.all_of(self._database.path):
            if not _cleaned(copy, deletions):
                copy.unlink()
        kept = copies.kept_aside(self._database.path)
        return tuple(path for path in kept if not _cleaned(path, deletions))


def _cleaned(path: Path, deletions: list[tuple[str, str]]) -> bool:
    """Whether a copy was rewritten without these rows. Raises OSError.

    All of it, into a file beside: in a damaged one texts may stand where no table leads.
    """
    unfinished = copies.begin(path)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for setting in ("secure_delete=ON", "temp_store=MEMORY", "journal_mode=DELETE"):
                connection.execute(f"PRAGMA {setting}")
            connection.execute("BEGIN IMMEDIATE")
            for statement, value in deletions:
                connection.execute(statement, (value,))
            connection.execute("COMMIT")
            connection.execute("VACUUM INTO ?", (str(unfinished),))
        copies.finish(unfinished, path)
    except sqlite3.Error:
        return False  # the caller removes or names the file: nothing is passed over
    finally:
        unfinished.unlink(missing_ok=True)
    return True
