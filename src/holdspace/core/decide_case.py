"""What follows for a case: opened, asked step by step, passed on, closed once. The straight line of the escalation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.core import cues
from holdspace.core import facts as f
from holdspace.core.decide_pins import follow_up_due
from holdspace.core.escalation import (
    LAPSES_A_STEP,
    UNSEEN_AFTER,
    AskedWhy,
    Case,
    PassedWhy,
    Reached,
    on_duty,
    step_responders,
    steps_ahead,
)
from holdspace.core.state import in_order
from holdspace.core.storm import slot, slot_key, stormy

if TYPE_CHECKING:
    from holdspace.core import commands as c
    from holdspace.core.gate import Verdict
    from holdspace.core.interruption import Outcome
    from holdspace.core.turn import Story, Turn


def open_case(turn: Turn, arrived: c.ReportInterruption, verdict: Verdict, caller: str | None) -> Story:
    session = turn.state.session
    before = next((one for one in turn.state.served if one.caller == caller), None) if caller else None
    yield f.CaseOpened(
        case=arrived.id,
        session=session.id if session else None,
        person=turn.person(arrived.sender),
        urgency=verdict.urgency,
        policy=turn.policy,
        caller=caller,
        prev=before.case if before else None,
        first=before.by if before else None,
    )
    if verdict.kind == "let_through":
        yield from let_through(turn, arrived.id, verdict.rule)
        return
    yield from glass_held(arrived.id, verdict)
    yield from ask_next(turn, arrived.id)


def let_through(turn: Turn, key: str, rule: str) -> Story:
    """What the policy lets through reaches the practitioner: whoever was asked is asked no longer.

    The assistants who are on duty are told of it; they have nothing to press.
    """
    if turn.state.cases[key].with_practitioner:
        return
    yield f.BreakGlassUsed(case=key, rule=rule)
    yield from reach(turn, key, "break_glass")
    case = turn.state.cases[key]
    informed = tuple(
        person.id
        for person in case.policy.responders
        if person.role == "assistant" and on_duty(person, turn.state.present, turn.now)
    )
    if informed:
        yield f.AssistantInformed(case=key, responders=informed)


def glass_held(key: str, verdict: Verdict) -> Story:
    """An entry that matched and let nothing through is on record, with the reason."""
    match verdict.why:
        case "too_often" | "cues_spent" as why:
            yield f.BreakGlassRefused(case=key, rule=verdict.rule, why=why)
        case _:
            pass


def ask_next(turn: Turn, key: str) -> Story:
    """Ask the next step that has somebody on duty; after the last one the standing emergency or the policy decides."""
    case = turn.state.cases[key]
    for number in steps_ahead(case):
        people = step_responders(case.policy, number, turn.state.present, turn.now)
        if people:
            yield _ask_or_queue(turn, case, number, people)
            return
        yield f.StepSkipped(case=key, step=number, why="nobody_on_duty")
    if case.standing:
        stood_by = case.policy.responder(case.stood_by or "")
        direct = case.policy.gate.va_direct and stood_by is not None and stood_by.role == "assistant"
        yield from reach(turn, key, "va_direct" if direct else "need_me")
    elif case.policy.gate.unanswered(case.urgency) != "cue":
        yield from close(turn, key, "deferred", "nobody_answered" if case.asked_anybody else "nobody_on_duty")
    elif cues.spent(turn.state):
        yield from close(turn, key, "deferred", "cues_spent")
    else:
        yield from reach(turn, key, "nobody_answered")


def pass_on(turn: Turn, key: str, why: PassedWhy, by: str | None = None) -> Story:
    yield f.StepPassed(case=key, step=turn.state.cases[key].step, why=why, by=by)
    yield from ask_next(turn, key)


def close(turn: Turn, key: str, outcome: Outcome, why: str, by: str | None = None) -> Story:
    """Close once, with one outcome. What is deferred becomes a deferral note, so that it cannot be forgotten."""
    case = turn.state.cases[key]
    due = follow_up_due(turn)
    yield f.CaseClosed(case=key, outcome=outcome, why=why, by=by)
    yield f.InterruptionSettled(interruption=key, outcome=outcome, why=why)
    if outcome == "deferred":
        yield f.PinMade(
            pin=turn.new_id(),
            session=case.session,
            interruption=key,
            sender=None,
            person=case.person,
            text=None,
            due=due,
            promised=False,
            by_hand=False,
            at=turn.now,
        )


def due(turn: Turn, case: Case) -> Story:
    """The open window of a case has run out."""
    if case.with_practitioner:
        if case.card_shows:
            yield f.CardNotSeen(case=case.id)
        else:
            yield from reach(turn, case.id, case.reached or "need_me")
    elif case.phase == "acked":
        yield from _lapsed(turn, case)
    elif case.phase == "snoozed":
        yield from woken(turn, case)
    elif case.queued:
        yield from ask_queued(turn, case)
    elif case.alone and case.policy.steps[case.step].mode != "round_robin":
        yield from _widened(turn, case)
    else:
        yield from pass_on(turn, case.id, "no_answer")


def left_alone(turn: Turn, case: Case) -> bool:
    """Whether the case waits for people none of whom is on duty any more and can be told of it.

    One that waits for nobody at all is a mistake, and the auditor's.
    """
    if case.phase != "waiting" or case.with_practitioner:
        return False
    people = _on_duty(turn, case)
    if case.queued:
        return not people
    return bool(case.asked) and not any(key in people and not case.out_of_reach(key) for key in case.asked)


def go_on(turn: Turn, case: Case, why: PassedWhy) -> Story:
    """Nobody who is asked can answer: whoever else of the step is on duty by now; else the next step.

    An emergency that stands is shown to the executive once, and goes straight on.
    """
    if case.queued:
        yield from ask_queued(turn, case)
        return
    others = tuple(key for key in _on_duty(turn, case) if key not in case.tried)
    if others and not case.standing:
        yield _ask_others(turn, case, "replaced", others)
    else:
        yield from pass_on(turn, case.id, why)


def delivery(turn: Turn, command: c.ReportDelivery) -> Story:
    """A channel that gives up counts as no answer: once nobody who is asked can be told, the case goes on at once."""
    if command.delivered:
        yield f.LetterDelivered(letter=command.letter, case=command.case, responder=command.responder)
        return
    yield f.LetterFailed(
        letter=command.letter, case=command.case, responder=command.responder, why=command.why, rev=command.rev
    )
    case = turn.state.cases.get(command.case)
    if case is not None and case.rev == command.rev and left_alone(turn, case):
        yield from go_on(turn, case, "undeliverable")


def reach(turn: Turn, key: str, why: Reached) -> Story:
    """Cue the practitioner: on the card that is open, or on a new one, but not sooner than a minute after the last.

    What waits for a card comes on the one that opens: it would be a cue of its own otherwise.
    """
    later = cues.again_at(turn.state, turn.now)
    if later is not None:
        yield f.CardWaits(case=key, why=why, due=later)
        return
    joins = cues.card_is_open(turn.state)
    yield f.PractitionerAsked(case=key, why=why, due=turn.now.after(UNSEEN_AFTER), joins=joins)
    for other in in_order(turn.state.cases):
        if other.reached is not None and not other.card_shows:
            yield f.PractitionerAsked(case=other.id, why=other.reached, due=turn.now.after(UNSEEN_AFTER), joins=True)


def card_may_come(turn: Turn, case: Case) -> bool:
    """Whether the card for which this case waits may come now, whatever its deadline says: that may be of another boot."""
    return case.with_practitioner and not case.card_shows and cues.again_at(turn.state, turn.now) is None


def audit(turn: Turn, case: Case) -> Story:
    """No open case may be left without a deadline; one that is gets its window anew, and it is told."""
    if case.unwatched:
        yield f.DeadlineMissing(case=case.id, due=turn.now.after(case.window or UNSEEN_AFTER))


def woken(turn: Turn, case: Case) -> Story:
    """Whoever was asked is asked again; if none of them is on duty, whoever of the step is."""
    everybody = _on_duty(turn, case)
    asked = tuple(key for key in everybody if key in case.asked) if case.alone else everybody
    if everybody:
        yield _asked(turn, case, case.step, asked or everybody, everybody, "woken")
    else:
        yield from pass_on(turn, case.id, "off_duty")


def _widened(turn: Turn, case: Case) -> Story:
    """The one who was asked alone is silent: everybody of the step, if there is anybody else."""
    everybody = _on_duty(turn, case)
    if set(everybody) - set(case.tried):
        yield _asked(turn, case, case.step, everybody, everybody, "widened")
    else:
        yield from pass_on(turn, case.id, "no_answer")


def _lapsed(turn: Turn, case: Case) -> Story:
    """Who had it said nothing more. The step is asked once more, without them while others are on duty.

    An emergency that stands goes straight on: it was taken back once, and nothing came of it.
    """
    if case.standing or case.lapses >= LAPSES_A_STEP:
        yield from pass_on(turn, case.id, "lease_lapsed", case.holder)
        return
    everybody = _on_duty(turn, case)
    others = tuple(key for key in everybody if key != case.holder)
    if everybody:
        yield f.LeaseLapsed(case=case.id, by=case.holder or "")
        yield _ask_others(turn, turn.state.cases[case.id], "lapsed", others or everybody)
    else:
        yield from pass_on(turn, case.id, "lease_lapsed", case.holder)


def _ask_others(turn: Turn, case: Case, why: AskedWhy, people: tuple[str, ...]) -> f.StepAsked:
    """The same step once more: these people, or the next in turn of them where the step asks them in turn."""
    if case.policy.steps[case.step].mode == "round_robin":
        people = (_next_in_turn(turn, case, case.step, people),)
    everybody = tuple(key for key in _on_duty(turn, case) if key not in case.tried or key in people)
    return _asked(turn, case, case.step, people, everybody, why)


def ask_queued(turn: Turn, case: Case) -> Story:
    """The turn of what waited in a storm has come: whoever of its step is on duty now is asked."""
    people = _on_duty(turn, case)
    if people:
        yield _asked_first(turn, case, case.step, people)
    else:
        yield f.StepSkipped(case=case.id, step=case.step, why="nobody_on_duty")
        yield from ask_next(turn, case.id)


def _ask_or_queue(turn: Turn, case: Case, number: int, people: tuple[str, ...]) -> f.StepAsked | f.StepQueued:
    turns = slot(turn.state, case.policy.steps[number].role, case.urgency, turn.now)
    if turns is not None:
        return f.StepQueued(case=case.id, step=number, due=turns)
    return _asked_first(turn, case, number, people)


def _asked(
    turn: Turn, case: Case, number: int, people: tuple[str, ...], everybody: tuple[str, ...], why: AskedWhy
) -> f.StepAsked:
    """These people are asked; `everybody` of the step could be."""
    window = case.policy.steps[number].wait_seconds.of(case.urgency)
    return f.StepAsked(
        case=case.id,
        step=number,
        responders=people,
        window_seconds=window.total_seconds(),
        due=turn.now.after(window),
        why=why,
        alone=len(people) < len(everybody),
        bundle=_bundle(turn, case, number),
    )


def _asked_first(turn: Turn, case: Case, number: int, everybody: tuple[str, ...]) -> f.StepAsked:
    """As the step asks; who answered this caller last comes first. What stands is shown to all of them at once."""
    step = case.policy.steps[number]
    people = everybody
    if not case.standing:
        if case.first in everybody:
            people = (case.first,)
        elif step.mode == "round_robin":
            people = (_next_in_turn(turn, case, number, everybody),)
        elif step.mode == "one_then_all":
            people = everybody[:1]
    return _asked(turn, case, number, people, everybody, "stands" if case.standing else "next")


def _next_in_turn(turn: Turn, case: Case, number: int, people: tuple[str, ...]) -> str:
    """The one of these people who comes after whoever of their role was asked last, in the order of the policy."""
    role = case.policy.steps[number].role
    order = [person.id for person in case.policy.responders if person.role == role]
    last = turn.state.turns.get(role)
    after = order.index(last) + 1 if last in order else 0
    return next(key for key in (*order[after:], *order[:after]) if key in people)


def _bundle(turn: Turn, case: Case, number: int) -> str | None:
    """In a storm, what is normal comes in one card with all else that is asked at this moment."""
    if case.urgency != "normal" or not stormy(turn.state, turn.now):
        return None
    last = turn.state.asking.get(slot_key(case.policy.steps[number].role, case.urgency))
    if last is not None and last.at == turn.now and last.bundle is not None:
        return last.bundle
    return turn.new_id()


def _on_duty(turn: Turn, case: Case) -> tuple[str, ...]:
    """Who of the case's step can be asked now."""
    return step_responders(case.policy, case.step, turn.state.present, turn.now)
