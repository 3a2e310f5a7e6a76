"""What each responder's page shows, made from state and records, cut to what this responder may see."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from holdspace.adapters.page.content import CaseCard, PageContent
from holdspace.app.story import story
from holdspace.app.when import time_of_day
from holdspace.core.decide_answer import TAKES_BACK, may_take
from holdspace.core.escalation import LONGEST_SNOOZE, SNOOZE, SNOOZES_A_STEP
from holdspace.core.interruption import LEVELS
from holdspace.core.outlook import outlook
from holdspace.core.people import within_duty
from holdspace.core.state import in_order
from holdspace.frozen import replace
from holdspace.private import Private

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdspace.app.known_cases import KnownCases
    from holdspace.core.escalation import Case, Choice
    from holdspace.core.moment import Moment
    from holdspace.core.people import Responder
    from holdspace.core.policy import Policy
    from holdspace.core.state import State
    from holdspace.store.rows import CaseRow, TimelineRow

_NEXT = {"later": "", "nothing": ""}
ALL: tuple[Choice, ...] = ("ack", "take", "handled", "defer", "pass_up", "need_me", "snooze", "dismiss")


def contents(state: State, policy: Policy, cases: KnownCases, now: Moment) -> dict[str, PageContent]:
    """The page of every responder who can be paired, by their id."""
    pages = {one.id: _page(one, state, policy, cases, now) for one in policy.responders if "page" in one.channels}
    here = policy.urgent_here(cases.client(state.session.id)) if state.session is not None else None
    return pages if here is None else {key: _told_of(page, here) for key, page in pages.items()}


def _told_of(page: PageContent, urgent_here: Private) -> PageContent:
    """The page with what counts as urgent in this session, on every card that this responder can answer."""
    cards = (replace(card, urgent_here=urgent_here) if card.yours else card for card in page.cards)
    return replace(page, cards=tuple(cards))


def _page(person: Responder, state: State, policy: Policy, cases: KnownCases, now: Moment) -> PageContent:
    """Whatever this person can answer comes first, the most urgent before the rest, what has waited longest before that."""
    session = state.session
    told = [(case, cases.case(case.id)) for case in in_order(state.cases) if _concerns(person, case)]
    told.sort(key=lambda pair: pair[1].came if pair[1] else sys.maxsize)
    cards = [_card(person, case, known, state, now) for case, known in told]
    return PageContent(
        responder=person.id,
        name=person.name,
        language=person.language,
        practitioner=policy.practitioner.name,
        in_session=session is not None,
        back_at=time_of_day(session.planned_end(now), person.time_zone) if session else "",
        cards=tuple(sorted(cards, key=lambda card: (not card.yours, -LEVELS.index(card.urgency)))),
    )


def _concerns(person: Responder, case: Case) -> bool:
    """Whoever was asked goes on seeing the case until it is closed; whoever was not, never does.

    What a rule let through is known to the assistants too; they have nothing to press.
    """
    if case.policy.responder(person.id) is None:
        return False
    if case.reached == "break_glass":
        return person.role == "assistant"
    steps = case.policy.steps
    if any(step.role == person.role for step in steps[: max(case.step, 0)]):
        return True
    here = case.step >= 0 and steps[case.step].role == person.role and not case.queued
    return here and (not case.alone or person.id in case.tried)


def _card(person: Responder, case: Case, known: CaseRow | None, state: State, now: Moment) -> CaseCard:
    """Text is shown to whom the policy showed it then and shows it now: taking it away counts at once."""
    timeline = known.timeline if known else ()
    snapshot = case.policy.responder(person.id) or person
    holder = case.policy.responder(case.holder) if case.holder else None
    ahead = outlook(case, state.present, now)
    choices = _choices(person, case, now)
    return CaseCard(
        case=case.id,
        rev=case.rev,
        leg=case.leg,
        urgency=case.urgency,
        sender=known.sender if known else None,
        app=known.app if known else "",
        arrived=time_of_day(known.arrived, person.time_zone) if known else "",
        text=_in_one_line(known.text) if known and snapshot.sees == person.sees == "text" else None,
        phase="with_practitioner" if case.with_practitioner else case.phase,
        yours=bool(choices) and choices != ("take",),
        holder=holder.name if holder else "",
        holder_is_you=case.holder == person.id,
        answer_in_seconds=max(0.0, now.until(case.due).total_seconds())
        if case.due and not case.with_practitioner
        else None,
        choices=choices,
        standing=case.standing,
        not_seen_yet=case.told_unseen,
        instruction=next((event.instruction for event in reversed(timeline) if event.kind == "handed_back"), ""),
        story=story(timeline, case.policy, person.time_zone),
        next_role=_NEXT.get(ahead.then, ahead.then),
        calls=case.calls,
        bundle=case.bundle or "",
        informed=case.reached == "break_glass",
        rule=next((event.rule for event in reversed(timeline) if event.kind == "let_through"), ""),
        snooze_minutes=_snooze_minutes(state, now) if "snooze" in choices else (),
        until=time_of_day(ahead.until, person.time_zone) if ahead.until else "",
        holder_since=_since(timeline, person.time_zone) if case.holder else "",
    )


def _since(timeline: Sequence[TimelineRow], zone: str) -> str:
    """When its holder took it; having said so again makes it no later."""
    holder, since = "", ""
    for event in timeline:
        match event.kind:
            case "acked" if event.by != holder:
                holder, since = event.by, time_of_day(event.at, zone)
            case "asked":
                holder = ""
            case _:
                pass
    return since


def _in_one_line(text: Private | None) -> Private | None:
    """The page shows no line breaks: the newest text comes first, the earlier ones after it."""
    return Private(text.reveal().replace("\n", " \N{MIDDLE DOT} ")) if text is not None else None


def _choices(person: Responder, case: Case, now: Moment) -> tuple[Choice, ...]:
    """What this responder can say now; the core judges again when they do."""
    if case.reached == "break_glass":
        return ()
    if case.phase == "acked" and case.holder != person.id:
        return ("take",) if may_take(person, case) and within_duty(person, now.utc) else ()
    if case.with_practitioner or (case.standing and person.id not in case.asked):
        return tuple(choice for choice in ALL if choice in TAKES_BACK)
    if person.id not in case.asked:
        return ()
    no_snooze = case.urgency == "emergency" or case.snoozes >= SNOOZES_A_STEP
    return tuple(choice for choice in ALL if choice != "take" and not (choice == "snooze" and no_snooze))


def _snooze_minutes(state: State, now: Moment) -> tuple[int, ...]:
    """The usual time and the longest, as far as the session still runs so long; else until its planned end."""
    if state.session is None:
        return ()
    left = int(state.session.left(now).total_seconds() // 60)
    wished = (int(length.total_seconds() // 60) for length in (SNOOZE, LONGEST_SNOOZE))
    return tuple(dict.fromkeys(min(minutes, left) for minutes in wished if left >= 1))
