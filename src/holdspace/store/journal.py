"""The journal: facts are the truth, and everything else here is kept in their transaction or made from them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from holdspace.core import facts as f
from holdspace.core.apply import apply
from holdspace.core.effects import KeepText
from holdspace.core.policy import Policy
from holdspace.core.state import State
from holdspace.engine.ports import NotKept
from holdspace.store import copies, outbox, snapshot, tables, texts
from holdspace.store.codec import decode, encode
from holdspace.store.errors import Damaged
from holdspace.store.moments import maybe_unpacked, packed, unpacked
from holdspace.store.policies import Policies

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from holdspace.core.commands import Command
    from holdspace.core.decide import Decision
    from holdspace.core.moment import Moment
    from holdspace.store.database import Database


class Journal:
    """The journal in SQLite, as the engine's port asks for it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._policies = Policies(database.connection)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is kept within becomes durable at once, all or nothing, with one wait for the disk. Raises NotKept."""
        with self._database.transaction():
            yield

    def keep(self, command: Command, decision: Decision, at: Moment) -> None:
        """Make facts, tables, texts and letters durable, all or nothing.

        Without facts the command is not remembered: the text that is written over again would read the same.

        Raises NotKept: disk_full, read_only, busy, damaged, io_error, or inconsistent (it contradicts what is kept).
        """
        if not decision.facts and not decision.effects:
            return
        with self._database.transaction() as connection:
            if decision.facts:
                connection.execute("INSERT INTO commands(id, key) VALUES (?, ?)", (command.id, _key(command)))
            for number, fact in enumerate(decision.facts):
                seq = self._append(connection, f"{command.id}/{number}", command.id, at, fact)
                tables.write(connection, seq, at, fact, self._policies.keep)
            tables.write_cases(connection, decision.facts, decision.state)
            for effect in decision.effects:
                if isinstance(effect, KeepText):
                    texts.keep(connection, effect)
                else:
                    outbox.put(connection, effect, at)
            outbox.follow(connection, decision.facts)
            if any(isinstance(fact, f.SessionEnded) for fact in decision.facts):
                snapshot.write(connection, self._policies, decision.state)

    def known(self, command: Command) -> tuple[f.Fact, ...] | None:
        """The facts that this command (by its id, or an arrival by its key) led to before; None if it is new."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT id FROM commands WHERE id = ?1 OR key = ?2", (command.id, _key(command))
            ).fetchone()
            if row is None:
                return None
            rows = connection.execute("SELECT type, version, body FROM facts WHERE command = ? ORDER BY seq", row)
            return tuple(decode(name, version, body, self._policies.get) for name, version, body in rows)

    def state(self) -> State:
        """The state as the journal tells it: the snapshot, and each fact after it. Raises Damaged."""
        with self._legible() as connection:
            seq, state = snapshot.read(connection, self._policies)
            for _, _, at, fact in self._facts(after=seq):
                state = apply(state, fact, at)
            (salt,) = connection.execute("SELECT value FROM meta WHERE key = 'salt'").fetchone()
        return replace(state, salt=salt)

    def policy(self) -> Policy | None:
        """The policy that was adopted last, None if none was. Raises Damaged."""
        with self._legible():
            return self._policies.adopted()

    def snapshot(self, state: State) -> None:
        """Keep the state as it is after the last fact, so that the next start is quick. For a clean quit. Raises NotKept."""
        with self._database.transaction() as connection:
            snapshot.write(connection, self._policies, state)

    def heartbeat(self, now: Moment) -> None:
        """Note that somebody is alive. Raises NotKept.

        It waits for the disk as facts do: of several that a power loss left in part, the next start could not tell
        whether they were facts (`wal.is_damaged`), and would call a sound journal damaged.
        """
        with self._database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO meta(key, value) VALUES ('heartbeat', ?)", (packed(now),))

    def last_moment(self) -> Moment | None:
        """When the journal was last written, or the heartbeat last told, whichever is later; None if neither was."""
        with self._database.reading() as connection:
            fact = connection.execute("SELECT at FROM facts ORDER BY seq DESC LIMIT 1").fetchone()
            beat = connection.execute("SELECT value FROM meta WHERE key = 'heartbeat'").fetchone()
        written, told = (maybe_unpacked(row[0] if row else None) for row in (fact, beat))
        if written is None or told is None:
            return written or told
        return told if told.reached(written) else written

    def rebuild(self) -> None:
        """Make the readable tables anew from the facts. Raises NotKept."""
        with self._database.transaction() as connection:
            tables.clear(connection)
            state = State()
            for _, group in groupby(self._facts(after=0), key=lambda row: row[1]):
                facts = []
                for seq, _, at, fact in group:
                    tables.write(connection, seq, at, fact, self._policies.keep)
                    state = apply(state, fact, at)
                    facts.append(fact)
                tables.write_cases(connection, facts, state)

    def facts(self, after: int = 0) -> Iterator[tuple[int, Moment, f.Fact]]:
        """Number, moment and fact, in order, of all facts after number `after`."""
        for seq, _, at, fact in self._facts(after=after):
            yield seq, at, fact

    def _append(self, connection: sqlite3.Connection, key: str, command: str, at: Moment, fact: f.Fact) -> int:
        name, version, body = encode(fact, self._policies.keep)
        connection.execute("INSERT OR IGNORE INTO kinds(type, version) VALUES (?, ?)", (name, version))
        row = connection.execute(
            "INSERT INTO facts(id, command, at, type, version, body) VALUES (?, ?, ?, ?, ?, ?)",
            (key, command, packed(at), name, version, body),
        )
        return row.lastrowid or 0

    def _facts(self, *, after: int) -> Iterator[tuple[int, str, Moment, f.Fact]]:
        rows = self._database.connection.execute(
            "SELECT seq, command, at, type, version, body FROM facts WHERE seq > ? ORDER BY seq", (after,)
        )
        for seq, command, at, name, version, body in rows:
            yield seq, command, unpacked(at), decode(name, version, body, self._policies.get)

    @contextmanager
    def _legible(self) -> Iterator[sqlite3.Connection]:
        """What the app cannot start without: when it cannot be read, the way back is told."""
        try:
            with self._database.reading() as connection:
                yield connection
        except NotKept as refusal:
            if refusal.code != "damaged":
                raise
            raise Damaged(self._database.path, copies.newest(self._database.path)) from refusal
        except (KeyError, TypeError, ValueError) as error:  # a body or a policy that is not what was written
            raise Damaged(self._database.path, copies.newest(self._database.path)) from error


def _key(command: Command) -> str | None:
    """The arrival's own key, by which it is known whatever id the command has that brings it again."""
    key: str | None = getattr(command, "key", None)
    return key
