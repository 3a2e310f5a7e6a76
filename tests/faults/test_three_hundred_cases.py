"""Three hundred open cases at once: all are asked about, answered and ended, with one commit each time and one outcome each."""

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.deciding import SLOW
from holdspace.adapters.page.as_json import content_json
from holdspace.app.content import contents
from holdspace.app.known_cases import KnownCases
from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.state import next_due
from holdspace.engine.engine import Engine
from holdspace.private import Private
from holdspace.store.opening import open_store
from tests.core.playbook import ANA, EVE, new_id
from tests.fakes import FakeClock

CASES = 300
APART = 20.0
PAGE_BYTES = 1024 * 1024
"""A page holds all its cases with a text of 4 KB each in no more than that, and 4 KB a case besides."""

pytestmark = pytest.mark.timeout(120)


def test_three_hundred_cases_are_asked_about_shown_answered_and_ended_in_one_transaction(tmp_path: Path) -> None:
    path, clock = tmp_path / "holdspace.db", FakeClock()
    store = open_store(path)
    engine = Engine(store.journal, clock)
    said: list[f.Fact] = []
    engine.listen(lambda _, facts: said.extend(facts))

    def do(command: c.Command) -> None:
        engine.submit(command)
        while engine.turn():
            pass

    do(c.AdoptPolicy(id=new_id(), policy=SLOW))
    for person in (ANA, EVE):
        do(c.ReportPresence(id=new_id(), responder=person.id, present=True))
    do(c.StartSession(id=new_id(), minutes=480))
    for number in range(CASES):
        clock.pass_by(APART)
        sender, text = Private(f"sender {number}"), Private("what is wrong " * 300)
        key = f"guid/:1.{number}/1/notify"
        do(c.ReportInterruption(id=new_id(), key=key, origin="desktop", app="Pager", sender=sender, text=text))
    clock.pass_by(60)
    do(c.Tick(id=new_id()))  # in a storm they are asked together, once a minute
    cases = engine.state.cases
    assert len(cases) == CASES
    assert all(case.due is not None for case in cases.values()), "no open case lacks a deadline"
    earliest = min(case.due.ticks for case in cases.values() if case.due)
    due = next_due(engine.state, clock.now())
    assert due is not None
    assert due.ticks <= earliest
    page = contents(engine.state, engine.policy, KnownCases(store.records), clock.now())[ANA.id]
    assert len(page.cards) == CASES
    assert len(content_json(page)) <= PAGE_BYTES + CASES * 4096
    assert all(case.asked for case in cases.values()), "each is asked about"
    answered = sorted(key for key, case in cases.items() if case.asked == (ANA.id,))[: CASES // 3]
    assert len(answered) == CASES // 3
    for key in answered:
        do(c.AnswerCase(id=new_id(), case=key, by=ANA.id, rev=engine.state.cases[key].rev, choice="handled"))
    assert len(engine.state.cases) == CASES - CASES // 3
    commits: list[str] = []
    store.database.connection.set_trace_callback(lambda line: commits.append(line) if line == "COMMIT" else None)
    do(c.EndSession(id=new_id()))
    store.database.connection.set_trace_callback(None)
    with closing(store.database.reader()) as other:
        left = other.execute("SELECT count(*) FROM interruptions WHERE outcome IS NULL").fetchone()[0]
        outcomes = Counter(row[0] for row in other.execute("SELECT outcome FROM interruptions"))
    assert len(commits) == 1, "the end is one transaction"
    assert not engine.state.cases
    assert left == 0
    assert outcomes["handled"] == CASES // 3
    assert sum(outcomes.values()) == CASES
    settled = Counter(fact.interruption for fact in said if isinstance(fact, f.InterruptionSettled))
    assert len(settled) == CASES
    assert set(settled.values()) == {1}
    store.close()
