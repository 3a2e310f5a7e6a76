"""A story told to a real engine on a real store: the commands of some sessions, with a clock that is moved by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from holdspace.core import commands as c
from holdspace.core.escalation import Choice
from holdspace.core.moment import Moment
from holdspace.core.people import Responder
from holdspace.core.policy import Match, Policy, Rule
from holdspace.engine.engine import Engine
from holdspace.engine.ports import Kept, NotKept
from holdspace.private import Private
from holdspace.store.opening import Store, open_store
from holdspace.store.outbox import Letter

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
POLICY = Policy(
    responders=(
        Responder(id="va1", name="Ana", role="assistant"),
        Responder(id="ex1", name="Eva", role="executive", channels=("page", "ntfy")),
    ),
    rules=(
        Rule(name="outage", match=Match(app=("Pager",)), verdict="ask", urgency="urgent"),
        Rule(name="tickets", match=Match(app=("Tickets",)), verdict="ask"),
        Rule(name="school", match=Match(app=("Phone",)), verdict="let_through"),
        Rule(name="music", match=Match(app=("Player",)), verdict="noise"),
    ),
)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.ticks = 100.0

    def now(self) -> Moment:
        return Moment(utc=BEGIN + timedelta(seconds=self.ticks), boot="boot-1", ticks=self.ticks)


class Story:
    """One store with an engine on it, and short names for commands."""

    def __init__(self, path: Path, seed: int = 0) -> None:
        self.path = path
        self.store: Store = open_store(path)
        self.clock = Clock()
        self.engine = Engine(self.store.journal, self.clock)
        self._chance = random.Random(seed)

    def new_id(self) -> str:
        return str(UUID(int=self._chance.getrandbits(128), version=4))

    def told(self, command: c.Command) -> Kept | NotKept:
        """What the engine answers."""
        answers: list[Kept | NotKept] = []
        self.engine.submit(command, answers.append)
        self.engine.turn()
        return answers[0]

    def do(self, command: c.Command) -> Kept:
        answer = self.told(command)
        assert isinstance(answer, Kept), answer
        return answer

    def with_people(self) -> Story:
        """A policy with two responders, both within reach."""
        self.do(c.AdoptPolicy(id=self.new_id(), policy=POLICY))
        for person in POLICY.responders:
            self.do(c.ReportPresence(id=self.new_id(), responder=person.id, present=True))
        return self

    @property
    def session(self) -> str | None:
        """The id of the session that runs."""
        return self.engine.state.session.id if self.engine.state.session else None

    def start(self, client: str = "Client One", topic: str = "pricing talk") -> str:
        key = self.new_id()
        self.do(c.StartSession(id=key, client=Private(client), topic=Private(topic)))
        return key

    def arrives(self, app: str, sender: str = "Sam Sender", text: str = "the words of the message") -> str:
        key = self.new_id()
        self.do(
            c.ReportInterruption(
                id=key, key=f"spool-{key}", origin="desktop", app=app, sender=Private(sender), text=Private(text)
            )
        )
        return key

    def end(self) -> None:
        self.do(c.EndSession(id=self.new_id()))

    def pass_time(self, seconds: float) -> None:
        self.clock.ticks += seconds
        self.do(c.Tick(id=self.new_id()))

    def answer(self, case: str, choice: Choice, by: str, note: str | None = None) -> Kept:
        known = self.engine.state.cases.get(case)
        return self.do(
            c.AnswerCase(
                id=self.new_id(),
                case=case,
                by=by,
                rev=known.rev if known else 0,
                choice=choice,
                note=Private(note) if note else None,
                what_is_lost=Private("the contract"),
                why_only_you=Private("only you may sign"),
            )
        )

    def delivered(self, letter: Letter, *, delivered: bool = True) -> Kept:
        """The courier's report on a letter."""
        return self.do(
            c.ReportDelivery(
                id=self.new_id(),
                letter=letter.id,
                case=letter.case,
                responder=letter.responder,
                rev=letter.rev,
                delivered=delivered,
            )
        )

    def reopen(self) -> Store:
        """Close as a killed process would leave it: without a snapshot; then open anew."""
        self.reopen_store_only()
        self.engine = Engine(self.store.journal, self.clock)
        return self.store

    def reopen_store_only(self) -> Store:
        """The engine still has the state of before."""
        self.store.close()
        self.store = open_store(self.path)
        return self.store

    def tables(self) -> dict[str, list[tuple[object, ...]]]:
        """All readable tables."""
        return tables_of(self.store)


def tables_of(store: Store) -> dict[str, list[tuple[object, ...]]]:
    from holdspace.store.tables import TABLES

    read = store.database.connection.execute
    rows = {name: read(f"SELECT * FROM {name} ORDER BY seq").fetchall() for name in TABLES}
    rows["policy"] = read("SELECT value FROM meta WHERE key = 'policy'").fetchall()
    return rows


def bytes_of(folder: Path) -> bytes:
    """All bytes of all files below a folder."""
    return b"\0".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def later(moment: Moment, **length: float) -> Moment:
    return replace(moment.after(timedelta(**length)))
