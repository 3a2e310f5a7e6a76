"""`decide` alone, with cases open: no clock, no journal, no screen. Each command is decided from the same state.

Processor time of the thread, so that whoever else wants the machine does not count.
"""

import gc
import time
from dataclasses import replace
from statistics import median

from benchmarks.figure import Figure
from benchmarks.journal import percentile
from holdspace.core import commands as c
from holdspace.core.decide import decide
from holdspace.core.interruption import Live
from holdspace.core.moment import Moment, earliest
from holdspace.core.policy import Match, Rule, Seconds, Step
from holdspace.core.state import State
from holdspace.engine.engine import A_TURN_SECONDS
from holdspace.private import Private
from tests.core.playbook import EVERYBODY, POLICY, Story, new_id

LONG = Seconds(normal=5000, urgent=5000, emergency=5000)
SLOW = replace(
    POLICY, steps=tuple(Step(role=step.role, wait_seconds=LONG, lease_seconds=LONG) for step in POLICY.steps)
)
"""Nobody's time is up while the story is told."""
CASES = 50
RULES = 1000
APART = 20.0
"""Seconds between two cases: no storm."""


def measure(rounds: int) -> list[Figure]:
    """The median over a mixture of all that comes in a session, a kind of command as often as the other."""
    story = _story()
    took: dict[str, list[float]] = {}
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, command, now in _mixture(story.state, story.now):
                begun = time.thread_time()
                decide(story.state, command, now, SLOW)
                took.setdefault(name, []).append((time.thread_time() - begun) * 1e6)
    finally:
        gc.enable()
    every = [value for values in took.values() for value in values]
    each = ", ".join(f"{name} {median(values):.0f}" for name, values in took.items())
    return [
        Figure(
            name=f"decide with {CASES} open cases",
            values=every,
            unit="us",
            limit=50,
            note=f"p99 {percentile(every, 0.99):.0f}; {each}",
        )
    ]


def measure_rules(rounds: int) -> list[Figure]:
    """A thousand rules, one of them with as many words as a rule may have, on texts as long as they may be; none matches."""
    story = _story()
    policy = replace(SLOW, rules=tuple(_rule(number) for number in range(RULES)))
    took: dict[str, list[float]] = {"plain letters": [], "others": []}
    for name, letters in (("plain letters", "what is wrong "), ("others", "wÖrter ünd ßo ")):
        text = Private((letters * 400)[:4096])
        for number in range(rounds):
            arrival = replace(_arrival(2000 + number, app="Chat"), text=text)
            begun = time.thread_time()
            decide(story.state, arrival, story.now, policy)
            took[name].append((time.thread_time() - begun) / A_TURN_SECONDS)
    note = ", ".join(f"{name} {median(values) * A_TURN_SECONDS * 1000:.1f} ms" for name, values in took.items())
    return [
        Figure(
            name=f"decide with {RULES} rules, one of them slow: of the time that a turn may take",
            values=took["others"],
            unit="x",
            limit=1,
            note=note,
        )
    ]


def _rule(number: int) -> Rule:
    words = tuple(f"a word of some length {number} {part}" for part in range(50 if number == RULES // 2 else 1))
    return Rule(name=f"rule {number}", match=Match(text=words), verdict="ask", hours=("Mo-Fr 09:00-17:00",))


def _story() -> Story:
    """A session in which fifty are asked about: waiting, held by somebody, passed on."""
    story = Story(State(salt=b"salt"), SLOW)
    story.starts(*EVERYBODY)
    for number in range(CASES):
        story.at(number * APART).ticks().does(_arrival(number))
    story.at(CASES * APART + 60).ticks()  # more than eight are open: what waited for its turn is asked
    for number, case in enumerate(tuple(story.state.cases.values())):
        if number % 3:
            story.does(
                c.AnswerCase(
                    id=new_id(), case=case.id, by="ana", rev=case.rev, choice="ack" if number % 3 == 1 else "pass_up"
                )
            )
    assert len(story.state.cases) == CASES
    return story


def _arrival(number: int, app: str = "Pager") -> c.ReportInterruption:
    return c.ReportInterruption(
        id=new_id(),
        key=f"guid/:1.{number}/{number}/notify",
        origin="desktop",
        app=app,
        sender=Private(f"sender {number}"),
        text=Private("a body of usual length, as programs send it"),
        live=Live(server=":1.2", notification=number + 1),
    )


def _mixture(state: State, now: Moment) -> list[tuple[str, c.Command, Moment]]:
    waiting = next(case for case in state.cases.values() if case.phase == "waiting" and not case.holder)
    by = "eve" if waiting.step else "ana"

    def answer(choice: str, **more: Private) -> c.AnswerCase:
        return c.AnswerCase(id=new_id(), case=waiting.id, by=by, rev=waiting.rev, choice=choice, **more)  # type: ignore[arg-type]

    reasons = {"what_is_lost": Private("the contract"), "why_only_you": Private("only they may sign")}
    due = earliest((case.due for case in state.cases.values() if case.due), now) or now
    return [
        ("held", _arrival(1000, app="Chat"), now),
        ("asked", _arrival(1001), now),
        ("again", _arrival(3), now),
        ("ack", answer("ack"), now),
        ("handled", answer("handled"), now),
        ("pass on", answer("pass_up"), now),
        ("defer", answer("defer"), now),
        ("need me", answer("need_me", **reasons), now),
        ("stale", c.AnswerCase(id=new_id(), case=waiting.id, by=by, rev=waiting.rev - 1, choice="ack"), now),
        ("delivery", c.ReportDelivery(id=new_id(), letter="1", case=waiting.id, responder=by, rev=waiting.rev, delivered=True), now),
        ("named", c.ReportLive(id=new_id(), key="k", interruption="i", live=Live(server=":1.2", notification=9)), now),
        ("closed", c.ReportClosed(id=new_id(), key="k", live=Live(server=":1.2", notification=5), by_sender=True), now),
        ("log", c.LogInterruption(id=new_id(), text=Private("at the door")), now),
        ("idle tick", c.Tick(id=new_id(), gap=0.0), now),
        ("one due", c.Tick(id=new_id(), gap=0.0), due),
        ("gap", c.Tick(id=new_id(), gap=40.0), now),
    ]  # fmt: skip
