"""Decide: a command, the state and the moment become facts, effects and the next state. Here it is only handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from holdspace.core import commands as c
from holdspace.core import (
    decide_answer,
    decide_card,
    decide_case,
    decide_gate,
    decide_notes,
    decide_pins,
    decide_session,
    decide_world,
)
from holdspace.core import facts as f
from holdspace.core.apply import apply
from holdspace.core.effects import DraftAcknowledgement, Effect, KeepText, SendLetter
from holdspace.core.turn import Turn
from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdspace.core.moment import Moment
    from holdspace.core.policy import Policy
    from holdspace.core.state import State
    from holdspace.core.turn import Story


EFFECTS = (KeepText, SendLetter, DraftAcknowledgement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What follows from a command. Nothing of it has happened until it is kept.

    Without facts nothing has happened; where there are effects all the same, a text that was kept before is written over.
    """

    facts: tuple[f.Fact, ...]
    effects: tuple[Effect, ...]
    state: State


def decide(state: State, command: c.Command, now: Moment, policy: Policy) -> Decision:
    """Decide without touching the world. Each fact is applied before the next one is decided."""
    turn = Turn(command=command.id, state=state, now=now, policy=policy)
    facts: list[f.Fact] = []
    effects: list[Effect] = []
    for said in _story(turn, command):
        if isinstance(said, EFFECTS):
            effects.append(said)
            continue
        turn.state = apply(turn.state, said, now)
        facts.append(said)
        effects.extend(_letters(turn, said))
    return Decision(facts=tuple(facts), effects=tuple(effects), state=turn.state)


def _letters(turn: Turn, fact: f.Fact) -> Iterator[Effect]:
    """Whoever is asked gets a letter through each of their channels; whoever waits for us gets a draft."""
    if isinstance(fact, f.StepAsked):
        yield from turn.letters(turn.state.cases[fact.case])
    elif isinstance(fact, f.PinMade) and turn.state.pins[fact.pin].acknowledged:
        yield DraftAcknowledgement(id=turn.new_id(), pin=fact.pin)


def _story(turn: Turn, command: c.Command) -> Story:
    match command:  # first what comes all the time
        case c.ReportInterruption():
            return decide_gate.report(turn, command)
        case c.AnswerCase():
            return decide_answer.answer(turn, command)
        case c.ReportDelivery():
            return decide_case.delivery(turn, command)
        case c.ReportLive():
            return decide_gate.live(turn, command)
        case c.ReportClosed():
            return decide_gate.closed(turn, command)
        case c.Tick():
            return decide_world.tick(turn, command)
        case c.StartSession():
            return decide_session.start(turn, command)
        case c.PauseSession():
            return decide_session.pause(turn, command)
        case c.ResumeSession():
            return decide_session.resume(turn)
        case c.ExtendSession():
            return decide_session.extend(turn, command)
        case c.EndSession():
            return decide_session.end(turn, command)
        case c.ExplainEnd():
            return decide_session.explain(turn, command)
        case c.ConfirmSession():
            return decide_session.confirm(turn)
        case c.TakeBack():
            return decide_session.take_back(turn, command)
        case c.SetMark():
            return decide_session.mark(turn, command)
        case c.TakeBackMark():
            return decide_notes.take_back_mark(turn, command)
        case c.WriteNote():
            return decide_notes.write(turn, command)
        case c.LogInterruption():
            return decide_gate.log(turn, command)
        case c.SortInterruption():
            return decide_gate.sort(turn, command)
        case c.NoteInterruption():
            return decide_gate.note(turn, command)
        case c.MakePin():
            return decide_pins.make(turn, command)
        case c.CompletePin():
            return decide_pins.complete(turn, command)
        case c.ReportReplay():
            return decide_answer.replay(command)
        case c.AnswerCard():
            return decide_card.answer(turn, command)
        case c.ReportPresence():
            return decide_world.presence(turn, command)
        case c.ReportQuiet():
            return decide_world.quiet(turn, command)
        case c.ReportWatchGap():
            return decide_world.watch_gap(turn, command)
        case c.AdoptPolicy():
            return decide_world.adopt(turn, command)
        case _:
            assert_never(command)
