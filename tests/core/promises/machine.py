"""Whatever may happen: people come and go, answer well and badly, callers repeat, storms come, time passes and jumps.

Half of the answers are plausible (somebody who is asked, the right revision, an emergency with both reasons), since
nonsense alone never reaches the interesting states.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.escalation import PRACTITIONER, Case
from holdspace.core.interruption import LEVELS, Live, Urgency
from holdspace.core.state import next_due
from holdspace.private import Private
from tests.core.playbook import private
from tests.core.promises.answering import may_answer
from tests.core.promises.ledger import Ledger
from tests.core.promises.policies import APPS, CHOICES, LIVES, PEOPLE, POLICIES, SENDERS

if TYPE_CHECKING:
    from typing_extensions import override

    from holdspace.core.escalation import CardChoice, Choice
    from holdspace.core.state import State
else:

    def override(method):
        return method


class Promises(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger()

    @property
    def state(self) -> State:
        return self.ledger.told.state

    def does(self, command: c.Command) -> None:
        self.ledger.does(command)

    def new_id(self) -> str:
        return self.ledger.new_id()

    # ------------------------------------------------------------------------------------------------ what happens
    @initialize(policy=st.integers(0, len(POLICIES) - 2), away=st.sets(st.sampled_from(PEOPLE)))
    def a_session_runs(self, policy: int, away: set[str]) -> None:
        self.ledger.told.policy = POLICIES[policy]
        for key in PEOPLE:
            self.does(c.ReportPresence(id=self.new_id(), responder=key, present=key not in away))
        self.does(c.StartSession(id=self.new_id()))

    @rule(
        app=st.sampled_from(APPS),
        sender=st.sampled_from((*SENDERS, "the school")),
        level=st.sampled_from(LEVELS),
        live=st.sampled_from((None, *LIVES)),
        replaces=st.sampled_from((None, None, None, *LIVES)),
    )
    def something_arrives(
        self, app: str, sender: str | None, level: Urgency, live: Live | None, replaces: Live | None
    ) -> None:
        self.arrives(app, sender, level, live, replaces)

    @rule(app=st.sampled_from(("fire", "phone")), sender=st.sampled_from(("Bob", "the school")))
    def something_is_let_through(self, app: str, sender: str) -> None:
        self.arrives(app, sender, "normal")

    @precondition(lambda self: any(known.caller for known in self.ledger.open.values()))
    @rule(data=st.data(), level=st.sampled_from(("normal", *LEVELS)), app=st.sampled_from(APPS[:3]))
    def somebody_comes_again(self, data: st.DataObject, level: Urgency, app: str) -> None:
        callers = sorted(known.caller for known in self.ledger.open.values() if known.caller)
        caller = data.draw(st.sampled_from(callers))
        self.ledger.later(data.draw(st.sampled_from((1.0, 30.0, 200.0))))
        self.arrives(caller[0] if len(caller) > 1 else app, caller[-1], level)

    @rule(
        count=st.integers(4, 11),
        levels=st.lists(st.sampled_from(("normal", "normal", *LEVELS)), min_size=11, max_size=11),
        apart=st.sampled_from((0.0, 0.5, 3.0, 15.0)),
    )
    def many_things_arrive(self, count: int, levels: list[Urgency], apart: float) -> None:
        for level in levels[:count]:
            self.ledger.later(apart)
            self.arrives("pager", None, level)

    @rule(live=st.sampled_from(LIVES), by_sender=st.booleans())
    def a_notification_is_closed(self, live: Live, by_sender: bool) -> None:
        self.does(c.ReportClosed(id=self.new_id(), key=self.new_id(), live=live, by_sender=by_sender))

    @rule(key=st.sampled_from(PEOPLE), present=st.booleans())
    def somebody_comes_or_goes(self, key: str, present: bool) -> None:
        self.does(c.ReportPresence(id=self.new_id(), responder=key, present=present))

    @precondition(lambda self: any(known.asked for known in self.ledger.open.values()))
    @rule(data=st.data())
    def somebody_who_is_asked_leaves(self, data: st.DataObject) -> None:
        asked = sorted({key for known in self.ledger.open.values() for key in known.asked})
        self.does(c.ReportPresence(id=self.new_id(), responder=data.draw(st.sampled_from(asked)), present=False))

    @rule(seconds=st.sampled_from((0.0, 1.0, 10.0, 29.0, 44.0, 60.0, 181.0, 700.0)))
    def time_passes(self, seconds: float) -> None:
        self.ledger.later(seconds)
        self.does(c.Tick(id=self.new_id()))

    @rule(late=st.sampled_from((0.0, 0.0, -0.5, 5.0)), times=st.integers(1, 3))
    def some_deadlines_come(self, late: float, times: int) -> None:
        self.deadlines_come(late, times)

    def deadlines_come(self, late: float, times: int) -> None:
        for _ in range(times):
            due = next_due(self.state, self.ledger.told.now)
            if due is not None:
                self.ledger.later(max(0.0, self.ledger.told.now.until(due).total_seconds() + late))
                self.does(c.Tick(id=self.new_id()))

    @rule(seconds=st.sampled_from((31.0, 100.0, 4000.0)))
    def the_clock_jumps(self, seconds: float) -> None:
        self.ledger.later(seconds)
        self.does(c.Tick(id=self.new_id(), gap=seconds))

    # -------------------------------------------------------------------------------------------- what people answer
    @precondition(lambda self: any(known.asked for known in self.ledger.open.values()))
    @rule(data=st.data(), again=st.booleans())
    def somebody_answers_well(self, data: st.DataObject, again: bool) -> None:
        case = self.asked_case(data)
        choice = data.draw(st.sampled_from((*CHOICES, *CHOICES, "need_me", "ack")))
        takes = case.phase == "acked" and data.draw(st.booleans())
        entitled = case.asked if not takes else [person.id for person in case.policy.responders]
        by = data.draw(st.sampled_from(entitled))
        answer = self.answer(case.id, by, case.rev, "take" if takes else choice)
        self.answers(answer)
        if again:
            self.answers(answer)
            self.comes_twice(answer)

    @precondition(lambda self: any(known.asked for known in self.ledger.open.values()))
    @rule(
        data=st.data(),
        flaw=st.sampled_from(("who", "who", "when", "lost", "only", "take")),
        choice=st.sampled_from(CHOICES),
    )
    def somebody_answers_almost_well(self, data: st.DataObject, flaw: str, choice: Choice) -> None:
        case = self.asked_case(data)
        others = sorted({person.id for person in case.policy.responders} - set(case.asked)) or list(PEOPLE)
        by = data.draw(st.sampled_from(others if flaw in ("who", "take") else case.asked))
        said: dict[str, Choice] = {"lost": "need_me", "only": "need_me", "take": "take"}
        lost, only = (None if flaw == missing else "because" for missing in ("lost", "only"))
        self.answers(self.answer(case.id, by, case.rev - (flaw == "when"), said.get(flaw, choice), lost, only))

    @precondition(lambda self: self.state.cases)
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

    @precondition(lambda self: self.ledger.closed)
    @rule(data=st.data(), by=st.sampled_from(PEOPLE), choice=st.sampled_from(CHOICES), rev=st.integers(0, 9))
    def somebody_answers_what_is_closed(self, data: st.DataObject, by: str, choice: Choice, rev: int) -> None:
        self.answers(self.answer(data.draw(st.sampled_from(self.ledger.closed)), by, rev, choice))

    @precondition(lambda self: any(known.stands for known in self.ledger.open.values()))
    @rule(data=st.data(), choice=st.sampled_from(CHOICES), by=st.sampled_from(PEOPLE))
    def somebody_answers_what_stands(self, data: st.DataObject, choice: Choice, by: str) -> None:
        stands = sorted(key for key, known in self.ledger.open.items() if known.stands)
        case = self.state.cases[data.draw(st.sampled_from(stands))]
        self.answers(self.answer(case.id, by, case.rev, choice))

    @precondition(lambda self: any(known.asked for known in self.ledger.open.values()))
    @rule(data=st.data())
    def somebody_says_that_only_they_can(self, data: st.DataObject) -> None:
        case = self.asked_case(data)
        self.answers(self.answer(case.id, data.draw(st.sampled_from(case.asked)), case.rev, "need_me"))

    @precondition(lambda self: any(known.asked and known.urgency != "emergency" for known in self.ledger.open.values()))
    @rule(data=st.data(), minutes=st.sampled_from((None, 1, 5, 15, 20)), times=st.integers(0, 2))
    def somebody_is_to_be_asked_again(self, data: st.DataObject, minutes: int | None, times: int) -> None:
        asked = sorted(key for key, one in self.ledger.open.items() if one.asked and one.urgency != "emergency")
        case = self.state.cases[data.draw(st.sampled_from(asked))]
        self.answers(self.answer(case.id, data.draw(st.sampled_from(case.asked)), case.rev, "snooze", minutes=minutes))
        self.deadlines_come(0.0, times)

    @precondition(lambda self: any(known.asked for known in self.ledger.open.values()))
    @rule(data=st.data(), taken=st.booleans())
    def somebody_has_it_and_says_nothing_more(self, data: st.DataObject, taken: bool) -> None:
        case = self.asked_case(data)
        self.answers(self.answer(case.id, data.draw(st.sampled_from(case.asked)), case.rev, "ack"))
        held = self.state.cases.get(case.id)
        if taken and held is not None:
            self.answers(self.answer(case.id, data.draw(st.sampled_from(PEOPLE)), held.rev, "take"))
        if held is not None and held.due is not None:
            self.ledger.later(max(0.0, self.ledger.told.now.until(held.due).total_seconds()))
            self.does(c.Tick(id=self.new_id()))

    @rule(level=st.sampled_from(LEVELS), choices=st.lists(st.sampled_from(CHOICES), max_size=3), data=st.data())
    def a_case_goes_its_way(self, level: Urgency, choices: list[Choice], data: st.DataObject) -> None:
        """Straight to the interesting states: somebody is there, a case opens, and they answer it."""
        if self.state.session is None:
            self.does(c.StartSession(id=self.new_id()))
        for key in ("ana", "ash"):
            self.does(c.ReportPresence(id=self.new_id(), responder=key, present=True))
        self.arrives("pager", data.draw(st.sampled_from(SENDERS)), level)
        for choice in choices:
            asked = sorted(key for key, known in self.ledger.open.items() if known.asked)
            if asked:
                case = self.state.cases[data.draw(st.sampled_from(asked))]
                self.answers(self.answer(case.id, data.draw(st.sampled_from(case.asked)), case.rev, choice))

    # ------------------------------------------------------------------------------------------------ all that is left
    @precondition(lambda self: self.state.cases)
    @rule(data=st.data(), stale=st.sampled_from((0, 0, 0, -1)), delivered=st.sampled_from((False, False, True)))
    def a_letter_comes_back(self, data: st.DataObject, stale: int, delivered: bool) -> None:
        case = self.some_case(data)
        self.does(
            c.ReportDelivery(
                id=self.new_id(),
                letter=self.new_id(),
                case=case.id,
                responder=data.draw(st.sampled_from(case.asked or PEOPLE)),
                rev=case.rev + stale,
                delivered=delivered,
                why="gone",
            )
        )

    @precondition(lambda self: any(known.reached for known in self.ledger.open.values()))
    @rule(data=st.data(), choice=st.sampled_from(("hand_back", "hand_back", "step_out", "pin")))
    def the_practitioner_answers(self, data: st.DataObject, choice: CardChoice) -> None:
        shown = sorted(key for key, known in self.ledger.open.items() if known.reached)
        self.does(c.AnswerCard(id=self.new_id(), case=data.draw(st.sampled_from(shown)), choice=choice))

    @precondition(lambda self: any(known.reached for known in self.ledger.open.values()))
    @rule(
        data=st.data(), choice=st.sampled_from(("pin", "pin", "step_out")), seconds=st.sampled_from((0.0, 20.0, 61.0))
    )
    def the_practitioner_works_off_the_card_and_more_comes(
        self, data: st.DataObject, choice: CardChoice, seconds: float
    ) -> None:
        for key in sorted(key for key, known in self.ledger.open.items() if known.reached):
            self.does(c.AnswerCard(id=self.new_id(), case=key, choice=choice))
        self.ledger.later(seconds)
        if data.draw(st.booleans()):
            self.does(c.Tick(id=self.new_id()))
        app, sender = data.draw(st.sampled_from((("fire", "Bob"), ("phone", "the school"), ("pager", None))))
        self.arrives(app, sender, "emergency")
        self.deadlines_come(0.0, 2)

    @rule(
        what=st.sampled_from(
            (
                "log",
                "pin",
                "note",
                "undo",
                "pause",
                "resume",
                "mark",
                "extend",
                "start",
                "confirm",
                "policy",
                "settled",
                "end",
            )
        ),
        policy=st.integers(0, len(POLICIES) - 1),
    )
    def something_small_happens(self, what: str, policy: int) -> None:
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
            "policy": c.AdoptPolicy(id=key, policy=POLICIES[policy]),
            "settled": c.AdoptPolicy(id=key, policy=POLICIES[policy], as_act=True),
            "end": c.EndSession(id=key),
        }
        self.does(commands[what])

    # ---------------------------------------------------------------------------------------------- how it is told
    def arrives(
        self, app: str, sender: str | None, level: Urgency, live: Live | None = None, replaces: Live | None = None
    ) -> None:
        key = self.new_id()
        self.does(
            c.ReportInterruption(
                id=key,
                key=key,
                origin="desktop",
                app=app,
                sender=private(sender),
                text=Private("text"),
                level=level,
                live=live,
                replaces=replaces,
            )
        )

    def asked_case(self, data: st.DataObject) -> Case:
        asked = sorted(key for key, known in self.ledger.open.items() if known.asked)
        return self.state.cases[data.draw(st.sampled_from(asked))]

    def some_case(self, data: st.DataObject) -> Case:
        return self.state.cases[data.draw(st.sampled_from(sorted(self.state.cases)))]

    def answer(
        self,
        case: str,
        by: str,
        rev: int,
        choice: Choice,
        lost: str | None = "lost",
        only: str | None = "only",
        minutes: int | None = None,
    ) -> c.AnswerCase:
        reasons = [private(text) if choice == "need_me" else None for text in (lost, only)]
        return c.AnswerCase(
            id=self.new_id(),
            case=case,
            by=by,
            rev=rev,
            choice=choice,
            device="phone",
            channel="page",
            minutes=minutes,
            what_is_lost=reasons[0],
            why_only_you=reasons[1],
        )

    def answers(self, answer: c.AnswerCase) -> None:
        before = self.state
        may = may_answer(self.ledger, answer)
        self.does(answer)
        refused = [fact for fact in self.ledger.told.said if isinstance(fact, f.AnswerRefused)]
        assert bool(refused) == (not may), f"{answer.choice} by {answer.by}: {refused}"
        if refused:
            assert self.state == before, "a refused answer changes nothing"
            assert len(self.ledger.told.said) == 1
            assert (refused[0].why == "closed") == (answer.case not in before.cases)

    def comes_twice(self, answer: c.AnswerCase) -> None:
        """The very same answer, through whatever it came: the journal knows it, and that it came again is all that is told."""
        before = self.state
        self.does(c.ReportReplay(id=self.new_id(), answer=answer))
        assert self.state == before, "what comes again changes nothing"
        assert not self.ledger.told.effects
        (refused,) = self.ledger.told.said
        assert isinstance(refused, f.AnswerRefused)
        assert (refused.answer, refused.why) == (answer.id, "replay")

    # --------------------------------------------------------------------------------------------- what always holds
    @invariant()
    def the_promises_hold(self) -> None:
        self.ledger.what_always_holds()

    @override
    def teardown(self) -> None:
        self.ledger.ends()
