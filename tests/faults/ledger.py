"""What the senders themselves know: whose Notify was answered, what a command line printed as done. And the judgement."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from jeepney.io.blocking import DBusConnection

from holdspace.adapters.clock import SystemClock
from tests.journeys.hands import Practitioner
from tests.keeper.bench import send

CLOCK = SystemClock()
_ARRIVED = """
SELECT coalesce(sender.body, text.body) AS said, i.outcome,
       (SELECT count(*) FROM facts WHERE type = 'InterruptionSettled'
                                     AND json_extract(body, '$.interruption') = i.id) AS settled,
       i.session
FROM interruptions i LEFT JOIN texts sender ON sender.id = i.sender LEFT JOIN texts text ON text.id = i.text
"""
_PINNED = "SELECT t.body FROM pins p JOIN texts t ON t.id = p.text WHERE p.by_hand AND p.state = 'open'"
_MARKED = "SELECT t.body FROM marks m JOIN texts t ON t.id = m.topic WHERE NOT m.taken_back"


@dataclass(slots=True)
class Ledger:
    """Summaries and words by what became of the call; `notified` with when it was sent and when answered (UTC)."""

    notified: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    done: dict[str, list[str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def notify(self, line: DBusConnection, summary: str, *, app: str = "Tester", body: str = "") -> None:
        """Send it; it counts once the server has answered."""
        before = CLOCK.now().utc
        send(line, summary, body, app=app)
        self.notified[summary] = (before, CLOCK.now().utc)

    def hand(self, person: Practitioner, verb: str, words: str, *more: str) -> bool:
        """`log`, `pin` or `mark`: counts when its exit status is 0; else it must say why."""
        done = person.here(verb, words, *more)
        if done.returncode == 0:
            self.done.setdefault(verb, []).append(words)
            return True
        assert done.stderr.strip(), f"{verb} was refused without a word"
        assert "Traceback" not in done.stderr
        self.refused.append(done.stderr.strip())
        return False


def kept(person: Practitioner) -> Counter[str]:
    """What the journal holds, by its words: each of it must be there once."""
    with closing(person.database()) as journal:
        return Counter(
            [said for said, *_ in journal.execute(_ARRIVED)]
            + [said for query in (_PINNED, _MARKED) for (said,) in journal.execute(query)]
        )


def missing(person: Practitioner, ledger: Ledger) -> set[str]:
    """What was accepted and is not in the journal (yet)."""
    accepted = {*ledger.notified, *(words for done in ledger.done.values() for words in done)}
    return accepted - set(kept(person))


def in_gaps(digest: dict[str, Any], ledger: Ledger, found: set[str]) -> set[str]:
    """Those that came while, as the digest says, nobody watched."""
    gaps = [(moment(gap["since"]), moment(gap["until"])) for gap in digest["gaps"]]
    return {
        summary
        for summary in found & set(ledger.notified)
        if any(since <= ledger.notified[summary][1] and ledger.notified[summary][0] <= until for since, until in gaps)
    }


def judge(person: Practitioner, ledger: Ledger, digest: dict[str, Any], *, excused: set[str]) -> None:
    """Every accepted thing is in the journal once; what arrived has one outcome, told in the digest of the session."""
    lost = missing(person, ledger) - excused
    assert not lost, f"lost: {sorted(lost)}"
    twice = {said: count for said, count in kept(person).items() if count != 1}
    assert not twice, f"not once: {twice}"
    with closing(person.database()) as journal:
        arrived = journal.execute(_ARRIVED).fetchall()
        assert journal.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for said, outcome, settled, _ in arrived:
        assert (outcome is not None, settled) == (True, 1), f"{said}: {outcome}, settled {settled} times"
    rows = digest["interruptions"]
    told = Counter(row["sender"] or row["text"] for row in rows)
    due = {*ledger.notified, *ledger.done.get("log", [])} - excused
    assert due <= set(told), f"not in the digest: {sorted(due - set(told))}"
    assert max(told.values(), default=1) == 1, told
    assert all(row["outcome"] for row in rows)


def moment(iso: str) -> datetime:
    """The digest tells milliseconds."""
    return datetime.fromisoformat(iso) + timedelta(milliseconds=1)
