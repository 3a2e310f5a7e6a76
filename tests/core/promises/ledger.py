"""The ledger: what was told, held against every promise after each command, and not against the core's own counters."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.effects import DraftAcknowledgement, SendLetter
from holdspace.core.escalation import PRACTITIONER, Case
from holdspace.core.interruption import LEVELS, LOG_OPEN
from holdspace.core.outlook import Then, outlook
from holdspace.core.people import handles_of, person_key
from holdspace.core.policy import Step
from holdspace.core.state import State
from tests.core.playbook import Story
from tests.core.promises import asking, calling, reaching
from tests.core.promises.policies import BASE

if TYPE_CHECKING:
    from holdspace.core.effects import Effect
    from holdspace.core.moment import Moment
    from tests.core.promises.known import Known

OfCase = (
    f.StepAsked
    | f.StepQueued
    | f.StepSkipped
    | f.StepPassed
    | f.LeaseLapsed
    | f.CaseSnoozed
    | f.WindowRestarted
    | f.CaseAcked
    | f.CallerRepeated
    | f.UrgencyRaised
    | f.EmergencyStands
    | f.CaseHandedBack
    | f.CardWaits
    | f.PractitionerAsked
    | f.CardNotSeen
    | f.BreakGlassUsed
    | f.BreakGlassRefused
    | f.AssistantInformed
    | f.CaseClosed
)


class Ledger:
    def __init__(self) -> None:
        self.told = Story(State(salt=b"salt"), BASE)
        self.seconds = 0.0
        self.ids = 0
        self.arrived: set[str] = set()
        self.outcomes: dict[str, str] = {}
        self.senders: dict[str, str | None] = {}
        self.open: dict[str, Known] = {}
        self.closed: list[str] = []
        self.merged: set[str] = set()
        self.letters: set[str] = set()
        self.drafted: dict[str, Moment] = {}
        self.glass: dict[str, Moment] = {}
        self.new_session()

    def new_session(self) -> None:
        self.cues = 0
        self.last_cue: Moment | None = None
        self.opened: list[Moment] = []
        self.asking: dict[tuple[str, str], tuple[Moment, str | None]] = {}
        self.served: dict[tuple[str, ...], tuple[str, str | None]] = {}

    def new_id(self) -> str:
        self.ids += 1
        return str(uuid5(NAMESPACE_OID, f"told {self.ids}"))

    def later(self, seconds: float) -> None:
        self.seconds += seconds
        self.told.at(self.seconds)

    def does(self, command: c.Command) -> None:
        before = self.told.state
        foretold = self.foretold(command)
        self.told.does(command)  # decides twice, folds the facts, looks for private text and falling revisions
        asked_now: set[str] = set()
        for fact in self.told.said:
            if isinstance(fact, f.StepAsked):
                assert fact.case not in asked_now, "one step at a time"
                asked_now.add(fact.case)
            if isinstance(fact, OfCase):
                self.of_case(command, before, fact)
            else:
                self.note(command, fact)
        for effect in self.told.effects:
            self.check_effect(effect)
        for key, then in foretold.items():
            self.check_foretold(key, then)
        self.compare(command, before)

    def foretold(self, command: c.Command) -> dict[str, Then]:
        """What the outlook of each case that is due says will follow."""
        state, now = self.told.state, self.told.now
        if not isinstance(command, c.Tick) or command.gap > 30:
            return {}
        due = {key: case for key, case in state.cases.items() if case.due is not None and now.reached(case.due)}
        return {key: outlook(case, state.present, now).then for key, case in due.items()}

    def check_foretold(self, key: str, then: Then) -> None:
        followed = [fact for fact in self.told.said if isinstance(fact, OfCase) and fact.case == key]
        asked = next((fact for fact in followed if isinstance(fact, f.StepAsked | f.StepQueued)), None)
        role = self.told.state.cases[key].policy.steps[asked.step].role if asked else None
        why = asked.why if isinstance(asked, f.StepAsked) else "next"
        match then:
            case "assistant" | "executive":
                assert (role, why) == (then, "stands" if self.open[key].stands else "next")
            case "others":
                assert why == "widened"
            case "again":
                assert why in ("woken", "lapsed")
            case "later":
                assert isinstance(followed[-1], f.CaseClosed)
            case "nothing":
                assert isinstance(followed[-1], f.CardNotSeen)
            case _:
                spent = isinstance(followed[-1], f.CaseClosed) and followed[-1].why == "cues_spent"
                assert spent or isinstance(followed[-1], f.PractitionerAsked | f.CardWaits)

    def note(self, command: c.Command, fact: f.Fact) -> None:
        match fact:
            case f.SessionStarted():
                self.new_session()
            case f.InterruptionArrived():
                assert fact.interruption not in self.arrived
                self.arrived.add(fact.interruption)
                self.senders[fact.interruption] = fact.person
            case f.InterruptionRevised():
                self.check_revised(command, fact)
            case f.InterruptionSettled():
                self.check_settled(command, fact)
            case f.CaseOpened():
                self.open[fact.case] = calling.opened(self, command, fact)
            case f.CaseAnswered() | f.AnswerRefused():
                assert isinstance(command, c.AnswerCase | c.ReportReplay)
                said = command.answer if isinstance(command, c.ReportReplay) else command
                assert (fact.answer, fact.device, fact.channel, fact.rev) == (
                    said.id,
                    said.device,
                    said.channel,
                    said.rev,
                )
            case f.PinMade():
                self.check_told(fact)
            case f.DeadlineMissing():
                raise AssertionError("an open case had nothing that would move it on")
            case f.SessionEnded():
                assert set(self.outcomes) == self.arrived, "the end gives everything its outcome"
            case _:
                pass

    def of_case(self, command: c.Command, before: State, fact: OfCase) -> None:
        known = self.open[fact.case]
        match fact:
            case f.StepAsked():
                was_queued = known.queued is not None
                asking.asked(self, command, before, known, fact)
                calling.asked(self, known, fact, was_queued)
            case f.StepQueued() | f.WindowRestarted():
                calling.waits(self, known, fact)
            case f.StepSkipped() | f.StepPassed() | f.LeaseLapsed() | f.CaseSnoozed():
                asking.moved(self, command, before, known, fact)
            case f.CaseAcked():
                assert isinstance(command, c.AnswerCase)
                assert fact.by == command.by
                assert fact.holder == (known.holder if command.choice == "take" else None)
                known.goes_on()
                known.asked, known.holder, known.reached, known.card = (fact.by,), fact.by, None, False
            case f.CallerRepeated():
                calling.repeated(self, command, before, known, fact)
            case f.UrgencyRaised():
                calling.raised(self, before, known, fact)
            case f.EmergencyStands():
                assert isinstance(command, c.AnswerCase)
                assert command.what_is_lost
                assert command.why_only_you
                known.said_to_stand(fact.by)
            case f.CaseHandedBack():
                assert isinstance(command, c.AnswerCard)
                known.next_leg()
                assert known.leg <= 3
            case f.CardWaits():
                reaching.waits(self, known, fact)
            case f.PractitionerAsked():
                reaching.asked(self, known, fact)
            case f.CardNotSeen():
                since = before.cases[fact.case].reached_at
                reaching.not_seen(self, known, fact, self.told.now.since(since) if since else None)
            case f.BreakGlassUsed() | f.BreakGlassRefused() | f.AssistantInformed():
                reaching.glass(self, command, known, fact)
            case f.CaseClosed():
                self.check_closed(command, known, fact)

    # ------------------------------------------------------------------------------------------------ single facts
    def check_effect(self, effect: Effect) -> None:
        assert effect.id not in self.letters, "an id is used once"
        self.letters.add(effect.id)
        if isinstance(effect, SendLetter):
            assert effect.responder in self.open[effect.case].asked, "letters go to who is asked"

    def check_told(self, fact: f.PinMade) -> None:
        """Whoever waits for us is told once that it is kept for later, and not again within ten minutes."""
        drafts = [one for one in self.told.effects if isinstance(one, DraftAcknowledgement) and one.pin == fact.pin]
        waits = fact.sender is not None or fact.interruption is not None
        last = self.drafted.get(fact.person) if fact.person is not None else None
        lately = last is not None and self.told.now.since(last) < timedelta(minutes=10)
        assert len(drafts) == int(waits and not lately)
        if drafts and fact.person is not None:
            self.drafted[fact.person] = self.told.now

    def check_settled(self, command: c.Command, fact: f.InterruptionSettled) -> None:
        assert fact.interruption in self.arrived
        assert fact.interruption not in self.outcomes, "an outcome is final"
        self.outcomes[fact.interruption] = fact.outcome
        assert (fact.outcome == "merged") == (fact.interruption in self.merged)
        if fact.outcome == "withdrawn":
            closing = isinstance(command, c.ReportClosed) and command.by_sender
            assert isinstance(command, c.TakeBack) or closing

    def check_revised(self, command: c.Command, fact: f.InterruptionRevised) -> None:
        assert isinstance(command, c.ReportInterruption)
        salt, people = self.told.state.salt, self.told.policy.people
        sender = person_key(salt, command.sender, handles_of(people)) if command.sender else None
        assert self.senders[fact.interruption] == sender, "nobody's words are told as somebody else's"

    def check_closed(self, command: c.Command, known: Known, fact: f.CaseClosed) -> None:
        if known.stands is not None:
            assert isinstance(command, c.EndSession | c.AnswerCard | c.AnswerCase), "what stands is not dropped"
        match fact.why:
            case "nobody_answered" | "nobody_on_duty":
                assert known.stands is None
                assert known.anybody == (fact.why == "nobody_answered"), "who was not asked did not fail to answer"
                asking.nobody_passed_over(self, known, len(known.policy.steps))
                assert known.policy.gate.unanswered(known.urgency) == "defer"
            case "cues_spent":
                assert known.stands is None
                assert known.policy.gate.unanswered(known.urgency) == "cue"
                assert reaching.cues_spent(self)
            case "session_end":
                assert fact.by == known.holder, "the end says who had it"
            case "closed_by_sender":
                assert known.holder is None
                assert not known.snoozed
                assert known.reached is None
                assert known.stands is None
            case _:
                pass
        assert fact.outcome != "reached" or isinstance(command, c.AnswerCard)
        del self.open[fact.case]
        self.closed.append(fact.case)
        if known.caller is not None:
            self.served[known.caller] = (fact.case, fact.by)

    # --------------------------------------------------------------------------------------------- all of a command
    def compare(self, command: c.Command, before: State) -> None:
        """What one command may and may not do to the open cases."""
        gap = isinstance(command, c.Tick) and command.gap > 30
        for key, case in self.told.state.cases.items():
            was = before.cases.get(key)
            if was is not None:
                self.compare_case(case, was, gap=gap)
        if gap:
            assert set(self.told.state.cases) == set(before.cases), "after a gap nothing closes"
        if isinstance(command, c.Tick) and not gap:
            for case in self.told.state.cases.values():
                assert case.due is None or not self.told.now.reached(case.due), "what is due was done"
            for log in self.told.state.loose.values():
                running = self.told.state.session is not None
                assert running or not self.told.now.reached(log.due), "what is due was done"

    def compare_case(self, case: Case, was: Case, *, gap: bool) -> None:
        if gap:
            assert replace(case, due=was.due) == was, "after a gap nothing moves but the deadline"
            if was.due is not None and not was.with_practitioner:
                session, now = self.told.state.session, self.told.now
                left = session.left(now) if was.phase == "snoozed" and session else was.window
                assert case.due == now.after(max(timedelta(0), min(was.window, left)))
        assert LEVELS.index(case.urgency) >= LEVELS.index(was.urgency), "nothing becomes less urgent"
        moved = [
            (one.asked, one.phase, one.holder, one.reached, one.step, one.leg, one.standing) for one in (case, was)
        ]
        assert moved[0] == moved[1] or case.rev > was.rev, "what moved has another revision"
        assert case.urgency == was.urgency or case.rev > was.rev, "what is more pressing has another revision"

    # ------------------------------------------------------------------------------------------- what always holds
    def what_always_holds(self) -> None:
        """After each command, and after a crash."""
        self.everything_reported_is_open_or_has_its_outcome()
        self.every_open_case_is_with_somebody_and_has_a_deadline()
        self.what_stands_waits_for_one_executive_at_most()
        self.without_a_session_only_what_was_just_logged_is_open()

    def everything_reported_is_open_or_has_its_outcome(self) -> None:
        state = self.told.state
        assert self.arrived - set(self.outcomes) == set(state.cases) | set(state.loose)
        assert set(self.open) == set(state.cases)

    def every_open_case_is_with_somebody_and_has_a_deadline(self) -> None:
        for key, case in self.told.state.cases.items():
            known = self.open[key]
            assert case.due is not None or (case.card_shows and case.told_unseen)
            assert case.asked == ((PRACTITIONER,) if known.reached else known.asked)
            assert bool(case.asked) != case.queued
            assert (case.queued, case.holder, case.reached) == (known.queued is not None, known.holder, known.reached)
            assert (case.card_shows, case.standing) == (known.card, known.stands is not None)
            assert case.phase == ("acked" if known.holder else "snoozed" if known.snoozed else "waiting")
            assert case.urgency == known.urgency
            assert case.urgency != "emergency" or case.phase != "snoozed", "an emergency is not put off"
            assert case.urgency != "emergency" or not case.queued, "an emergency waits for no turn"
            assert not case.queued or case.due == known.turn, "its turn is the one that it was told"
            self.it_waits_no_longer_than_its_urgency_says(case)

    def it_waits_no_longer_than_its_urgency_says(self, case: Case) -> None:
        if case.due is None or case.with_practitioner or case.queued or case.phase == "snoozed":
            return
        waits = (
            step.wait_seconds if case.holder is None else step.lease_seconds
            for step in (*case.policy.steps, Step(role="assistant"))
        )
        longest = max(wait.of(case.urgency) for wait in waits)
        assert self.told.now.until(case.due) <= longest
        assert case.window <= longest

    def what_stands_waits_for_one_executive_at_most(self) -> None:
        for key, known in self.open.items():
            if known.stands is not None:
                case = self.told.state.cases[key]
                assert case.with_practitioner or case.phase == "acked" or self.is_shown_to_an_executive(case)

    def is_shown_to_an_executive(self, case: Case) -> bool:
        step = case.policy.steps[case.step]
        in_time = case.due is not None and self.told.now.until(case.due) <= step.wait_seconds.of("emergency")
        return case.phase == "waiting" and step.role == "executive" and in_time

    def without_a_session_only_what_was_just_logged_is_open(self) -> None:
        if self.told.state.session is None:
            assert not self.told.state.cases
            assert all(self.told.now.until(log.due) <= LOG_OPEN for log in self.told.state.loose.values())

    def ends(self) -> None:
        """Whatever happened, the end of the session gives everything its one outcome, and without one a while does."""
        if self.told.state.session is not None:
            self.does(c.EndSession(id=self.new_id()))
        self.told.now = self.told.now.after(LOG_OPEN)
        self.does(c.Tick(id=self.new_id()))
        assert set(self.outcomes) == self.arrived
        pinned = {pin.interruption for pin in self.told.state.pins.values()}
        deferred = {key for key in self.closed if self.outcomes[key] == "deferred"}
        assert deferred <= pinned, "what is deferred cannot be forgotten"
        waiting = {self.senders[key] for key in deferred} - {None}
        assert waiting <= set(self.drafted), "whoever waits for us was told"
