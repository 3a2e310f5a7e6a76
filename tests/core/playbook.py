"""A story told to the core: at a second, somebody does something; the story remembers what followed.

With each command it is also seen that the core keeps its word: deciding twice decides the same, the state is what
the facts make of it, revisions never fall, and no private text stands in a fact.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import NAMESPACE_OID, uuid5

from immutables import Map

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.apply import apply
from holdspace.core.decide import decide
from holdspace.core.moment import Moment
from holdspace.core.people import Responder
from holdspace.core.policy import Gate, Policy, Rule
from holdspace.core.policy import Match as Fits
from holdspace.core.state import State
from holdspace.private import Private
from tests.fakes import MONDAY

if TYPE_CHECKING:
    from holdspace.core.effects import Effect
    from holdspace.core.escalation import CardChoice, Case, Choice, Instruction
    from holdspace.core.interruption import Live, Origin, Urgency

T = TypeVar("T")

ANA = Responder(id="ana", name="Ana", role="assistant")
ASH = Responder(id="ash", name="Ash", role="assistant")
ABE = Responder(id="abe", name="Abe", role="assistant")
EVE = Responder(id="eve", name="Eve", role="executive")
EXA = Responder(id="exa", name="Exa", role="executive")
EVERYBODY = ("ana", "ash", "eve")
ASSISTANTS_FIRST_HOUR = replace(ANA, duty=("Mo 14:00-14:01",))
DOUBLE = replace(ANA, channels=("page", "mail"))

ASK = Rule(name="pager", match=Fits(app=("pager",)), verdict="ask")
SCHOOL = Rule(name="school", match=Fits(sender=("school",)), verdict="let_through")
ADVERTS = Rule(name="adverts", match=Fits(app=("shop",)), verdict="noise")
POLICY = Policy(responders=(ANA, ASH, EVE), rules=(SCHOOL, ASK, ADVERTS))
CUES_ALL = replace(POLICY, gate=Gate(normal="cue", urgent="cue", emergency="cue"))
DEFERS_ALL = replace(POLICY, gate=Gate(normal="defer", urgent="defer", emergency="defer"))

_numbers = count(1)


def new_id() -> str:
    return str(uuid5(NAMESPACE_OID, str(next(_numbers))))


def moment(seconds: float = 0, *, boot: str = "boot-1", utc: datetime = MONDAY) -> Moment:
    return Moment(utc=utc + timedelta(seconds=seconds), boot=boot, ticks=1000.0 + seconds)


class Story:
    """Tells commands to the core, one after the other; `said` is what followed from the last one."""

    def __init__(self, state: State, policy: Policy) -> None:
        self.state = state
        self.policy = policy
        self.now = moment()
        self.said: tuple[f.Fact, ...] = ()
        self.effects: tuple[Effect, ...] = ()
        self.facts: list[f.Fact] = []

    def at(self, seconds: float) -> Story:
        """Seconds since the story began."""
        self.now = moment(seconds)
        return self

    def under(self, policy: Policy) -> Story:
        """From here on this policy is in force."""
        self.policy = policy
        return self

    def does(self, command: c.Command) -> Story:
        before = self.state
        decision = decide(before, command, self.now, self.policy)
        assert decide(before, command, self.now, self.policy) == decision, "whoever decides again decides the same"
        folded = before
        for fact in decision.facts:
            assert not holds_private(fact), f"private text in {type(fact).__name__}"
            folded = apply(folded, fact, self.now)
        assert folded == decision.state, "the state is what the facts make of it"
        for key, case in decision.state.cases.items():
            assert key not in before.cases or case.rev >= before.cases[key].rev, "a revision never falls"
        self.state, self.said, self.effects = decision.state, decision.facts, decision.effects
        self.facts.extend(decision.facts)
        for adopted in (fact for fact in decision.facts if isinstance(fact, f.PolicyAdopted)):
            self.policy = adopted.policy
        return self

    # -------------------------------------------------------------------------- the usual acts, in few words
    def starts(self, *here: str, minutes: int = 50) -> Story:
        """A session runs, and these people are within reach."""
        for key in here:
            self.comes(key)
        return self.does(c.StartSession(id=new_id(), minutes=minutes))

    def ends(self) -> Story:
        return self.does(c.EndSession(id=new_id()))

    def comes(self, key: str) -> Story:
        return self.does(c.ReportPresence(id=new_id(), responder=key, present=True))

    def leaves(self, key: str) -> Story:
        return self.does(c.ReportPresence(id=new_id(), responder=key, present=False))

    def ticks(self, gap: float = 0.0) -> Story:
        return self.does(c.Tick(id=new_id(), gap=gap))

    def undoes(self) -> Story:
        return self.does(c.TakeBack(id=new_id()))

    def logs(self, text: str | None = None) -> Story:
        return self.does(c.LogInterruption(id=new_id(), text=private(text)))

    def arrives(
        self,
        app: str = "pager",
        *,
        sender: str | None = None,
        level: Urgency = "normal",
        text: str | None = None,
        live: Live | None = None,
        replaces: Live | None = None,
        origin: Origin = "desktop",
        category: str = "",
    ) -> Story:
        """Something arrives; what `pager` sends is asked about, what a school says is let through, the rest is held."""
        key = new_id()
        command = c.ReportInterruption(
            id=key,
            key=key,
            origin=origin,
            app=app,
            category=category,
            sender=private(sender),
            text=private(text),
            level=level,
            live=live,
            replaces=replaces,
        )
        return self.does(command)

    def answers(
        self,
        by: str,
        choice: Choice,
        *,
        rev: int | None = None,
        case: str | None = None,
        minutes: int | None = None,
        device: str = "",
        channel: str = "",
        note: str | None = None,
        what_is_lost: str | None = None,
        why_only_you: str | None = None,
    ) -> Story:
        """An answer to the only open case, at its present revision unless another one is given."""
        key = case or next(iter(self.state.cases))
        known = self.state.cases.get(key)
        seen = rev if rev is not None else (known.rev if known else 0)
        return self.does(
            c.AnswerCase(
                id=new_id(),
                case=key,
                by=by,
                rev=seen,
                choice=choice,
                minutes=minutes,
                device=device,
                channel=channel,
                note=private(note),
                what_is_lost=private(what_is_lost),
                why_only_you=private(why_only_you),
            )
        )

    def needs_me(self, by: str, *, case: str | None = None) -> Story:
        return self.answers(by, "need_me", case=case, what_is_lost="the contract", why_only_you="only you may sign")

    def card(self, choice: CardChoice, instruction: Instruction | None = None, *, case: str | None = None) -> Story:
        """The practitioner answers the card of the only open case, or of this one."""
        key = case or next(iter(self.state.cases))
        return self.does(c.AnswerCard(id=new_id(), case=key, choice=choice, instruction=instruction))

    def fails(self, responder: str, *, rev: int | None = None) -> Story:
        """A channel gave up on the letter that asks this responder."""
        known = self.case
        return self.does(
            c.ReportDelivery(
                id=new_id(),
                letter=new_id(),
                case=known.id,
                responder=responder,
                rev=known.rev if rev is None else rev,
                delivered=False,
                why="gone",
            )
        )

    # -------------------------------------------------------------------------------------- what is seen of it
    @property
    def case(self) -> Case:
        """The only open case."""
        (only,) = self.state.cases.values()
        return only

    @property
    def opened(self) -> str:
        """The case that was opened last."""
        return next(fact.case for fact in reversed(self.facts) if isinstance(fact, f.CaseOpened))

    def of(self, kind: type[T]) -> list[T]:
        """The facts of this kind that followed from the last command."""
        return [fact for fact in self.said if isinstance(fact, kind)]

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """Outcome and reason of everything that was settled, in order."""
        return [(fact.outcome, fact.why) for fact in self.facts if isinstance(fact, f.InterruptionSettled)]

    def last(self, kind: type[T]) -> T:
        """The last fact of this kind that followed from the last command."""
        return next(fact for fact in reversed(self.said) if isinstance(fact, kind))

    def refused(self) -> str:
        """Why the last command or answer changed nothing; it is all that was said."""
        (only,) = self.said
        assert isinstance(only, f.Refused | f.AnswerRefused)
        return only.code if isinstance(only, f.Refused) else only.why


def story(state: State | None = None, policy: Policy = POLICY) -> Story:
    return Story(state or State(salt=b"salt"), policy)


def asking(*here: str, minutes: int = 50, policy: Policy = POLICY) -> Story:
    """A case that is asked about, with these people within reach."""
    return story(policy=policy).starts(*here, minutes=minutes).arrives("pager")


def changes_nothing(told: Story, by: str, choice: Choice, why: str, *, rev: int | None = None) -> None:
    """This answer is refused with this reason, and the state stays as it is."""
    before = told.state
    assert told.answers(by, choice, rev=rev).refused() == why
    assert told.state == before


def private(text: str | None) -> Private | None:
    return None if text is None else Private(text)


def holds_private(value: Any) -> bool:
    """Whether a Private stands anywhere in a value; but in a policy, which is kept by itself and named by its hash."""
    if isinstance(value, Private):
        return True
    if isinstance(value, Policy):
        return False
    if is_dataclass(value):
        return any(holds_private(getattr(value, part.name)) for part in fields(value))
    if isinstance(value, dict | Map):
        return any(holds_private(part) for pair in value.items() for part in pair)
    if isinstance(value, tuple | list | frozenset | set):
        return any(holds_private(part) for part in value)
    return False


def kinds(facts: tuple[f.Fact, ...]) -> list[str]:
    return [type(fact).__name__ for fact in facts]
