"""The promises, held against whatever may happen: people come and go, answer well and badly, time passes and jumps.

Half of the answers are plausible (somebody who is asked, the right revision, an emergency with both reasons), since
nonsense alone never reaches the interesting states. After every command the core's word is held against a ledger
that is kept here, by what was told, and not against the core's own counters.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.escalation import PRACTITIONER, Case, on_duty
from holdspace.core.gate import judge
from holdspace.core.interruption import LEVELS, LOG_OPEN, Live
from holdspace.core.people import person_key, within_duty
from holdspace.core.policy import Gate, Policy, Rule, Seconds, Step
from holdspace.core.policy import Match as Fits
from holdspace.core.state import State, next_due
from holdspace.private import Private
from tests.core.playbook import ANA, ASH, EVE, POLICY, Story

if TYPE_CHECKING:
    from typing_extensions import override

    from holdspace.core.escalation import CardChoice, Choice
    from holdspace.core.interruption import Urgency
else:

    def override(method):
        return method


EXA = replace(EVE, id="exa", name="Exa")
PEOPLE = ("ana", "ash", "eve", "exa")
CHOICES: tuple[Choice, ...] = ("ack", "handled", "defer", "pass_up", "need_me", "snooze", "dismiss")
CALMS: tuple[Choice, ...] = ("ack", "handled", "defer", "dismiss")
ASSISTANT, EXECUTIVE = Step(role="assistant"), Step(role="executive")
BASE = replace(
    POLICY,
    responders=(ANA, ASH, EVE, EXA),
    rules=(*POLICY.rules, Rule(name="silent", match=Fits(app=("mail",)), verdict="hold")),
    gate=Gate(default="ask"),
)
OFFICE_HOURS = (
    replace(ANA, duty=("Mo 14:00-14:03",)),
    ASH,
    replace(EVE, duty=("Mo 14:00-14:20", "Mo 15:00-16:00")),
    replace(EXA, duty=("Mo 10:00-14:00",)),
)
POLICIES: tuple[Policy, ...] = (
    BASE,
    replace(BASE, responders=OFFICE_HOURS),
    replace(BASE, responders=OFFICE_HOURS, gate=Gate(default="ask", normal="cue", urgent="cue", emergency="cue")),
    replace(BASE, gate=Gate(default="ask", normal="cue", urgent="cue", emergency="cue")),
    replace(BASE, gate=Gate(default="ask", normal="defer", urgent="defer", emergency="defer")),
    replace(BASE, steps=(EXECUTIVE, ASSISTANT)),
    replace(BASE, steps=(ASSISTANT, ASSISTANT, EXECUTIVE, EXECUTIVE)),
    replace(BASE, steps=(EXECUTIVE,)),
    replace(BASE, steps=(replace(ASSISTANT, wait_seconds=Seconds(normal=20, urgent=10, emergency=5)), EXECUTIVE)),
    replace(BASE, responders=(replace(ANA, channels=("page", "mail")), EVE)),
    Policy(responders=(), steps=(), rules=BASE.rules),
)
"""The last one has nobody: it is only ever adopted while cases are open."""
APPS = ("pager", "pager", "phone", "mail", "shop")
LIVES = tuple(Live(server="s", notification=number) for number in (1, 2))


class Promises(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.told = Story(State(salt=b"salt"), BASE)
        self.seconds = 0.0
        self.arrived: set[str] = set()
        self.outcomes: dict[str, str] = {}
        self.senders: dict[str, str | None] = {}
        self.legs: dict[str, int] = {}
        self.steps: dict[str, list[int]] = {}
        self.gone_by: dict[str, int] = {}
        self.stands: dict[str, str] = {}
        self.shown_since: dict[str, list[int]] = {}
        self.closed: list[str] = []
        self.letters: set[str] = set()

        self.ids = 0

    def new_id(self) -> str:
        self.ids += 1
        return str(uuid5(NAMESPACE_OID, f"told {self.ids}"))

    # ------------------------------------------------------------------------------------------------ what happens
    @initialize(policy=st.integers(0, len(POLICIES) - 2), away=st.sets(st.sampled_from(PEOPLE)))
    def a_session_runs(self, policy: int, away: set[str]) -> None:
        self.told.policy = POLICIES[policy]
        for key in PEOPLE:
            self.does(c.ReportPresence(id=self.new_id(), responder=key, present=key not in away))
        self.does(c.StartSession(id=self.new_id()))

    @rule(
        app=st.sampled_from(APPS),
        level=st.sampled_from(LEVELS),
        school=st.integers(0, 9),
        live=st.sampled_from((None, *LIVES)),
        replaces=st.sampled_from((None, None, None, *LIVES)),
    )
    def something_arrives(
        self, app: str, level: Urgency, school: int, live: Live | None, replaces: Live | None
    ) -> None:
        self.something_arrives_from(app, "the school" if school == 9 else "Bob", level, live, replaces)

    def something_arrives_from(
        self, app: str, sender: str, level: Urgency, live: Live | None = None, replaces: Live | None = None
    ) -> None:
        key = self.new_id()
        self.does(
            c.ReportInterruption(
                id=key,
                key=key,
                origin="desktop",
                app=app,
                sender=Private(sender),
                text=Private("text"),
                level=level,
                live=live,
                replaces=replaces,
            )
        )

    @rule(live=st.sampled_from(LIVES), by_sender=st.booleans())
    def a_notification_is_closed(self, live: Live, by_sender: bool) -> None:
        self.does(c.ReportClosed(id=self.new_id(), key=self.new_id(), live=live, by_sender=by_sender))

    @rule(key=st.sampled_from(PEOPLE), present=st.booleans())
    def somebody_comes_or_goes(self, key: str, present: bool) -> None:
        self.does(c.ReportPresence(id=self.new_id(), responder=key, present=present))

    @rule(seconds=st.sampled_from((0.0, 1.0, 10.0, 29.0, 44.0, 60.0, 181.0, 700.0)))
    def time_passes(self, seconds: float) -> None:
        self.later(seconds)
        self.does(c.Tick(id=self.new_id()))

    @rule(late=st.sampled_from((0.0, 0.0, -0.5, 5.0)))
    def a_deadline_comes(self, late: float) -> None:
        due = next_due(self.told.state, self.told.now)
        if due is not None:
            self.later(max(0.0, self.told.now.until(due).total_seconds() + late))
            self.does(c.Tick(id=self.new_id()))

    @rule(seconds=st.sampled_from((31.0, 100.0, 4000.0)))
    def the_clock_jumps(self, seconds: float) -> None:
        self.later(seconds)
        self.does(c.Tick(id=self.new_id(), gap=seconds))

    @precondition(lambda self: self.told.state.cases)
    @rule(
        data=st.data(),
        again=st.booleans(),
        reasons=st.sampled_from(("both", "both", "both", "both", "lost", "only", "else")),
        stale=st.sampled_from((0, 0, 0, 0, 0, 1)),
    )
    def somebody_answers_well(self, data: st.DataObject, again: bool, reasons: str, stale: int) -> None:
        case = self.some_case(data)
        entitled = [key for key in case.asked if key != PRACTITIONER]
        if case.standing or not entitled or reasons == "else":
            entitled = [person.id for person in case.policy.responders] or list(PEOPLE)
        choice = data.draw(st.sampled_from((*CHOICES, "need_me", "need_me")))
        lost, only = (None if reasons == "only" else "lost"), (None if reasons == "lost" else "only")
        answer = self.answer(case.id, data.draw(st.sampled_from(entitled)), case.rev - stale, choice, lost, only)
        self.answers(answer)
        if again:
            self.answers(answer)

    @precondition(lambda self: self.told.state.cases)
    @rule(
        data=st.data(),
        by=st.sampled_from((*PEOPLE, "mallory", PRACTITIONER)),
        stale=st.integers(-2, 1),
        choice=st.sampled_from(CHOICES),
        lost=st.sampled_from((None, "", "lost")),
        only=st.sampled_from((None, "", "only")),
    )
    def somebody_answers_anything(
        self, data: st.DataObject, by: str, stale: int, choice: Choice, lost: str | None, only: str | None
    ) -> None:
        case = self.some_case(data)
        self.answers(self.answer(case.id, by, case.rev + stale, choice, lost, only))

    @precondition(lambda self: self.closed)
    @rule(data=st.data(), by=st.sampled_from(PEOPLE), choice=st.sampled_from(CHOICES), rev=st.integers(0, 9))
    def somebody_answers_what_is_closed(self, data: st.DataObject, by: str, choice: Choice, rev: int) -> None:
        self.answers(self.answer(data.draw(st.sampled_from(self.closed)), by, rev, choice))

    @precondition(lambda self: self.told.state.cases)
    @rule(data=st.data(), stale=st.sampled_from((0, 0, 0, -1)), delivered=st.sampled_from((False, False, True)))
    def a_letter_comes_back(self, data: st.DataObject, stale: int, delivered: bool) -> None:
        case = self.some_case(data)
        self.does(
            c.ReportDelivery(
                id=self.new_id(),
                letter=self.new_id(),
                case=case.id,
                responder=data.draw(st.sampled_from(case.asked)),
                rev=case.rev + stale,
                delivered=delivered,
                why="gone",
            )
        )

    @precondition(lambda self: any(case.with_practitioner for case in self.told.state.cases.values()))
    @rule(data=st.data(), choice=st.sampled_from(("hand_back", "hand_back", "step_out", "pin")))
    def the_practitioner_answers(self, data: st.DataObject, choice: CardChoice) -> None:
        shown = sorted(case.id for case in self.told.state.cases.values() if case.with_practitioner)
        self.does(c.AnswerCard(id=self.new_id(), case=data.draw(st.sampled_from(shown)), choice=choice))

    @rule(
        what=st.sampled_from(
            ("log", "pin", "note", "undo", "pause", "resume", "mark", "extend", "start", "confirm", "policy", "end")
        ),
        policy=st.integers(0, len(POLICIES) - 1),
    )
    def something_small_happens(self, what: str, policy: int) -> None:
        if what == "policy":
            self.does(c.AdoptPolicy(id=self.new_id(), policy=POLICIES[policy]))
            self.told.policy = POLICIES[policy]
        else:
            self.does(self.small(what))

    def small(self, what: str) -> c.Command:
        key = self.new_id()
        commands: dict[str, c.Command] = {
            "log": c.LogInterruption(id=key, text=Private("door")),
            "pin": c.MakePin(id=key),
            "note": c.MakePin(id=key, text=Private("note")),
            "undo": c.TakeBack(id=key),
            "pause": c.PauseSession(id=key, last_point=Private("here")),
            "resume": c.ResumeSession(id=key),
            "mark": c.SetMark(id=key, topic=Private("topic")),
            "extend": c.ExtendSession(id=key, minutes=10),
            "start": c.StartSession(id=key),
            "confirm": c.ConfirmSession(id=key),
            "end": c.EndSession(id=key),
        }
        return commands[what]

    @rule(level=st.sampled_from(LEVELS), choices=st.lists(st.sampled_from(CHOICES), max_size=3), data=st.data())
    def a_case_goes_its_way(self, level: Urgency, choices: list[Choice], data: st.DataObject) -> None:
        """Straight to the interesting states: somebody is there, a case opens, and they answer it."""
        if self.told.state.session is None:
            self.does(c.StartSession(id=self.new_id()))
        for key in ("ana", "ash"):
            self.does(c.ReportPresence(id=self.new_id(), responder=key, present=True))
        self.something_arrives_from("pager", "Bob", level)
        for choice in choices:
            if self.told.state.cases:
                case = self.some_case(data)
                by = data.draw(st.sampled_from(case.asked))
                self.answers(self.answer(case.id, by, case.rev, choice))

    @precondition(lambda self: self.told.state.cases)
    @rule(data=st.data())
    def somebody_says_that_only_they_can(self, data: st.DataObject) -> None:
        case = self.some_case(data)
        self.answers(self.answer(case.id, data.draw(st.sampled_from(case.asked)), case.rev, "need_me"))

    @precondition(lambda self: self.stands)
    @rule(data=st.data(), choice=st.sampled_from(CHOICES), by=st.sampled_from(PEOPLE))
    def somebody_answers_what_stands(self, data: st.DataObject, choice: Choice, by: str) -> None:
        case = self.told.state.cases[data.draw(st.sampled_from(sorted(self.stands)))]
        self.answers(self.answer(case.id, by, case.rev, choice))

    # ---------------------------------------------------------------------------------------------- how it is told
    def later(self, seconds: float) -> None:
        self.seconds += seconds
        self.told.at(self.seconds)

    def some_case(self, data: st.DataObject) -> Case:
        return self.told.state.cases[data.draw(st.sampled_from(sorted(self.told.state.cases)))]

    def answer(
        self, case: str, by: str, rev: int, choice: Choice, lost: str | None = "lost", only: str | None = "only"
    ) -> c.AnswerCase:
        texts = {"what_is_lost": lost, "why_only_you": only} if choice == "need_me" else {}
        said = {name: Private(text) for name, text in texts.items() if text is not None}
        return c.AnswerCase(id=self.new_id(), case=case, by=by, rev=rev, choice=choice, **said)

    def answers(self, answer: c.AnswerCase) -> None:
        before = self.told.state
        may = self.may_answer(answer)
        self.does(answer)
        refused = [fact for fact in self.told.said if isinstance(fact, f.AnswerRefused)]
        assert bool(refused) == (not may), f"{answer.choice} by {answer.by}: {refused}"
        if refused:
            assert self.told.state == before, "a refused answer changes nothing"
            assert len(self.told.said) == 1

    def may_answer(self, answer: c.AnswerCase) -> bool:
        """Who may say what, told a second time and in other words than the core's."""
        case = self.told.state.cases.get(answer.case)
        person = case.policy.responder(answer.by) if case else None
        if case is None or person is None or not within_duty(person, self.told.now.utc) or answer.rev != case.rev:
            return False
        if case.phase == "acked":
            entitled = answer.by == case.holder
        elif case.reached == "break_glass":
            entitled = False
        elif case.with_practitioner:
            entitled = answer.choice in CALMS
        elif case.standing:
            entitled = answer.choice in CALMS or answer.by in case.asked
        else:
            entitled = answer.by in case.asked
        if answer.choice == "need_me" and not case.standing:
            entitled = entitled and bool(answer.what_is_lost) and bool(answer.why_only_you)
        session = self.told.state.session
        if answer.choice == "snooze":
            left = session.left(self.told.now) if session else timedelta(0)
            entitled = entitled and case.urgency != "emergency" and case.snoozes < 2 and left > timedelta(0)
        return entitled

    def does(self, command: c.Command) -> None:
        before = self.told.state
        self.told.does(command)  # decides twice, folds the facts, looks for private text and falling revisions
        for effect in self.told.effects:
            assert effect.id not in self.letters, "an id is used once"
            self.letters.add(effect.id)
        asked_now: set[str] = set()
        for fact in self.told.said:
            self.note(command, before, fact, asked_now)
        self.compare(command, before)

    def note(self, command: c.Command, before: State, fact: f.Fact, asked_now: set[str]) -> None:
        match fact:
            case f.InterruptionArrived():
                assert fact.interruption not in self.arrived
                self.arrived.add(fact.interruption)
                self.senders[fact.interruption] = fact.person
            case f.InterruptionRevised():
                self.check_revised(command, fact)
            case f.InterruptionSettled():
                self.check_settled(command, fact)
            case f.CaseOpened():
                self.legs[fact.case], self.steps[fact.case], self.gone_by[fact.case] = 1, [], -1
            case f.CaseHandedBack():
                assert isinstance(command, c.AnswerCard)
                self.legs[fact.case] += 1
                assert self.legs[fact.case] <= 3
                self.steps[fact.case], self.gone_by[fact.case] = [], -1
                self.stands.pop(fact.case, None)
            case f.StepAsked() | f.StepSkipped() | f.StepPassed():
                self.check_step(before, fact, asked_now)
            case f.EmergencyStands():
                assert isinstance(command, c.AnswerCase)
                assert command.what_is_lost
                assert command.why_only_you
                self.stands[fact.case] = fact.by
                self.shown_since[fact.case] = []
            case f.PractitionerAsked():
                self.check_reached(command, before, fact)
            case f.CardNotSeen():
                reached_at = before.cases[fact.case].reached_at
                assert reached_at is not None
                assert self.told.now.since(reached_at) >= timedelta(seconds=60)
            case f.CaseClosed():
                self.check_closed(command, before, fact)
            case f.SessionEnded():
                assert set(self.outcomes) == self.arrived, "the end gives everything its outcome"
            case _:
                pass

    def check_step(self, before: State, fact: f.StepAsked | f.StepSkipped | f.StepPassed, asked_now: set[str]) -> None:
        match fact:
            case f.StepAsked():
                assert fact.case not in asked_now, "one step at a time"
                asked_now.add(fact.case)
                self.check_asked(before, fact)
            case f.StepSkipped():
                case = self.told.state.cases.get(fact.case) or before.cases.get(fact.case)
                policy = case.policy if case is not None else self.told.policy
                assert not self.on_duty(policy, fact.step), "nobody on duty is passed over"
                self.gone_by[fact.case] = max(self.gone_by[fact.case], fact.step)
            case f.StepPassed():
                known = before.cases[fact.case]
                if fact.why in ("no_answer", "lease_lapsed"):
                    assert known.due is not None
                    assert self.told.now.reached(known.due), "no time-out before its time"

    def check_settled(self, command: c.Command, fact: f.InterruptionSettled) -> None:
        assert fact.interruption in self.arrived
        assert fact.interruption not in self.outcomes, "an outcome is final"
        self.outcomes[fact.interruption] = fact.outcome
        if fact.outcome == "withdrawn":
            assert isinstance(command, c.TakeBack) or (
                isinstance(command, c.ReportClosed) and command.by_sender and fact.interruption not in self.stands
            )

    def check_revised(self, command: c.Command, fact: f.InterruptionRevised) -> None:
        assert isinstance(command, c.ReportInterruption)
        assert command.sender is not None
        sender = person_key(self.told.state.salt, command.sender)
        assert self.senders[fact.interruption] == sender, "nobody's words are told as somebody else's"

    def check_asked(self, before: State, fact: f.StepAsked) -> None:
        case = self.told.state.cases[fact.case]
        earlier = before.cases.get(fact.case)
        asked_before = self.steps[fact.case]
        again = earlier is not None and earlier.phase == "snoozed" and asked_before[-1:] == [fact.step]
        in_order = again or not asked_before or fact.step > asked_before[-1]
        assert in_order or fact.case in self.stands, "steps in order"
        role = case.policy.steps[fact.step].role
        everybody = self.on_duty(case.policy, fact.step)
        assert set(fact.responders) == everybody != set(), "everybody of the step who is on duty, and nobody else"
        assert fact.due == self.told.now.after(case.policy.steps[fact.step].wait_seconds.of(case.urgency))
        if fact.case in self.stands:
            stood_by = case.policy.responder(self.stands[fact.case])
            assert stood_by is not None
            assert (stood_by.role, role) == ("assistant", "executive")
            assert not self.shown_since[fact.case], "an emergency is shown to the executive once"
            self.shown_since[fact.case].append(fact.step)
        else:
            self.check_skipped(case, asked_before, fact.step)
        if not again:
            asked_before.append(fact.step)

    def check_skipped(self, case: Case, asked_before: list[int], until: int) -> None:
        """Each step was asked, or gone by while nobody of it was on duty; who comes later may take the case, or not."""
        first = max([self.gone_by[case.id], *asked_before[-1:]]) + 1
        for number in range(first, until):
            assert not self.on_duty(case.policy, number), "nobody on duty is passed over"

    def on_duty(self, policy: Policy, step: int) -> set[str]:
        role = policy.steps[step].role
        present = self.told.state.present
        return {one.id for one in policy.responders if one.role == role and on_duty(one, present, self.told.now)}

    def check_reached(self, command: c.Command, before: State, fact: f.PractitionerAsked) -> None:
        case = self.told.state.cases[fact.case]
        match fact.why:
            case "break_glass":
                assert isinstance(command, c.ReportInterruption)
                assert judge(self.told.policy, command, self.told.now).kind == "let_through"
            case "need_me":
                assert fact.case in self.stands, "nobody said with both reasons that only they can"
                stood_by = case.policy.responder(self.stands[fact.case])
                assert stood_by is not None
                if stood_by.role == "assistant" and not self.shown_since[fact.case]:
                    for number, step in enumerate(case.policy.steps):
                        assert step.role == "assistant" or not self.on_duty(case.policy, number), (
                            "the executive comes first"
                        )
            case "nobody_answered":
                assert fact.case not in self.stands
                assert case.policy.gate.unanswered(case.urgency) == "cue"
                self.check_skipped(case, self.steps[fact.case], len(case.policy.steps))

    def check_closed(self, command: c.Command, before: State, fact: f.CaseClosed) -> None:
        self.closed.append(fact.case)
        stood = self.stands.pop(fact.case, None)
        if stood is not None:
            assert isinstance(command, c.EndSession | c.AnswerCard | c.AnswerCase), "what stands is not dropped"
        if fact.why in ("nobody_answered", "nobody_on_duty"):
            case = before.cases.get(fact.case)
            assert stood is None
            if case is not None:
                self.check_skipped(case, self.steps[fact.case], len(case.policy.steps))
                assert case.policy.gate.unanswered(case.urgency) == "defer"
        if fact.outcome == "reached":
            assert isinstance(command, c.AnswerCard)

    def compare(self, command: c.Command, before: State) -> None:
        """What one command may and may not do to the open cases."""
        gap = isinstance(command, c.Tick) and command.gap > 30
        for key, case in self.told.state.cases.items():
            was = before.cases.get(key)
            if was is None:
                continue
            if gap:
                assert replace(case, due=was.due) == was, "after a gap nothing moves but the deadline"
                if was.due is not None and not was.with_practitioner:
                    assert case.due == self.told.now.after(was.window)
            assert LEVELS.index(case.urgency) >= LEVELS.index(was.urgency), "nothing becomes less urgent"
            moved = (case.asked, case.phase, case.holder, case.reached, case.step, case.leg, case.standing)
            if moved != (was.asked, was.phase, was.holder, was.reached, was.step, was.leg, was.standing):
                assert case.rev > was.rev, "what moved has another revision"
        if gap:
            assert set(self.told.state.cases) == set(before.cases), "after a gap nothing closes"
        if isinstance(command, c.Tick) and not gap:
            for case in self.told.state.cases.values():
                assert case.due is None or not self.told.now.reached(case.due), "what is due was done"
            for log in self.told.state.loose.values():
                running = self.told.state.session is not None
                assert running or not self.told.now.reached(log.due), "what is due was done"

    # --------------------------------------------------------------------------------------------- what always holds
    @invariant()
    def what_is_open_is_a_case_or_a_log(self) -> None:
        state = self.told.state
        assert self.arrived - set(self.outcomes) == set(state.cases) | set(state.loose)

    @invariant()
    def without_a_session_only_what_was_just_logged_is_open(self) -> None:
        if self.told.state.session is None:
            assert not self.told.state.cases
            assert all(self.told.now.until(log.due) <= LOG_OPEN for log in self.told.state.loose.values())

    @invariant()
    def every_open_case_is_with_somebody_and_has_a_deadline(self) -> None:
        for case in self.told.state.cases.values():
            assert case.due is not None or (case.with_practitioner and case.told_unseen)
            assert case.asked
            assert (case.holder is not None) == (case.phase == "acked")
            assert case.with_practitioner == (case.asked == (PRACTITIONER,))
            if case.phase == "acked":
                assert case.asked == (case.holder,)

    @invariant()
    def an_emergency_that_stands_waits_at_most_for_one_executive(self) -> None:
        for key in self.stands:
            case = self.told.state.cases[key]
            assert case.standing
            assert case.urgency == "emergency"
            assert case.with_practitioner or case.phase == "acked" or self.is_shown_to_an_executive(case)

    def is_shown_to_an_executive(self, case: Case) -> bool:
        step = case.policy.steps[case.step]
        in_time = case.due is not None and self.told.now.until(case.due) <= step.wait_seconds.of("emergency")
        return case.phase == "waiting" and step.role == "executive" and in_time

    @override
    def teardown(self) -> None:
        """Whatever happened, the end of the session gives everything its one outcome, and without one a while does."""
        if self.told.state.session is not None:
            self.does(c.EndSession(id=self.new_id()))
        self.told.now = self.told.now.after(LOG_OPEN)
        self.does(c.Tick(id=self.new_id()))
        assert set(self.outcomes) == self.arrived
        pinned = {pin.interruption for pin in self.told.state.pins.values()}
        deferred_cases = {key for key in self.closed if self.outcomes[key] == "deferred"}
        assert deferred_cases <= pinned, "what is deferred cannot be forgotten"


Promises.TestCase.settings = settings(
    max_examples=200,
    stateful_step_count=40,
    deadline=None,
    database=None,
    report_multiple_bugs=False,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestPromises = Promises.TestCase
