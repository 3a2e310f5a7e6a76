"""What the screen shows, made from the state and the records: the presenter of tray and windows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdspace.app.asked import asking
from holdspace.app.ended import ended_view
from holdspace.app.foresight import Foresight
from holdspace.app.story import parts_before_the_card
from holdspace.app.when import time_of_day
from holdspace.core.asking import asks_somebody, comes_through
from holdspace.core.break_glass import expiring, over
from holdspace.core.decide_session import would_undo
from holdspace.core.escalation import can_be_asked, in_a_step
from holdspace.core.recap import recap
from holdspace.frozen import dataclass
from holdspace.private import Private
from holdspace.ui.views import (
    CardView,
    MarkView,
    QuietMark,
    ResponderRow,
    ReturnView,
    Screen,
    SessionView,
    StripView,
    TrayState,
)

if TYPE_CHECKING:
    from holdspace.core.escalation import Case
    from holdspace.core.moment import Moment
    from holdspace.core.policy import Policy
    from holdspace.core.session import Session
    from holdspace.core.state import State
    from holdspace.store.opening import Store
    from holdspace.store.rows import CaseRow, MarkRow, TimelineRow

LAST = datetime.max.replace(tzinfo=UTC)
SHOWN_MARKS = 4
SHORT_CODE = 3
"""Letters of a client's code, which is no name."""
UNVERIFIED = ("not_verifiable", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What only the screen knows: which passing things are up, and what fails now."""

    strip: str | None = None
    recap: bool = False
    offered: bool = False
    """A lapsed session waits for the practitioner's word; the desktop was given back meanwhile."""
    trouble: tuple[str, ...] = ()
    refused: str = ""
    critical: str = "unknown"
    """What becomes of critical notifications while the desktop is silent."""
    foresight: Foresight = Foresight()
    blind: bool = False
    """The keeper serves, and sees nothing of what arrives."""
    absent_keys: frozenset[str] = frozenset()


def screen(state: State, policy: Policy, store: Store, now: Moment, shown: Shown, zone: str) -> Screen:
    session, ahead = state.session, shown.foresight
    last = state.ended.id if state.ended and session is None else None
    own = store.records.self_count(last) if last else 0
    act = would_undo(state, now)
    due = sum(1 for pin in state.pins.values() if pin.is_due(now))
    return Screen(
        language=policy.practitioner.language,
        tray=_tray(state, due, shown),
        session=_session(session, store, zone, now, shown) if session else None,
        quiet=quiet_mark(state, offered=shown.offered) if session or not ahead.why else "unready",
        quiet_why=state.quiet.why if session else ahead.why,
        blind=session is not None and shown.blind,
        critical=_critical(state, shown),
        absent_keys=shown.absent_keys,
        responders=tuple(
            ResponderRow(
                id=one.id,
                name=one.name,
                role=one.role,
                reachable=can_be_asked(policy, one, state.present, now),
                in_a_step=in_a_step(policy, one.role),
            )
            for one in policy.responders
        ),
        battery_low=bool(state.battery) if session else ahead.battery_low,
        microphone="" if session else ahead.microphone,
        page_on_this_machine_only=bool(policy.responders),
        asks_nobody=not asks_somebody(policy),
        comes_through=comes_through(state, policy, now),
        held=store.records.held_count(session.id) if session else 0,
        pins=sum(1 for _ in state.pins),
        arrived=store.records.arrived_count(last) - own if last else 0,
        by_myself=own - store.records.self_undone_count(last) if own else 0,
        gives_back=session is None and state.quiet.engaged,
        ended=ended_view(store.records.session(last)) if last else None,
        asking=asking(state, now, zone),
        asked=sum(1 for case in state.cases.values() if not case.with_practitioner),
        card=_card(state, store, zone),
        recap=return_view(session, store, now) if session and shown.recap else None,
        strip=StripView(interruption=shown.strip) if shown.strip else None,
        planned_minutes=policy.preferences.planned_minutes,
        checklist=policy.preferences.checklist,
        undo=act.kind if act else "",
        digest=(session or state.ended) is not None,
        ending=ending(policy, now, zone),
        followups_due=due if session is None else 0,
        trouble=shown.trouble,
        refused=shown.refused,
    )


def _critical(state: State, shown: Shown) -> str:
    if state.session is None:
        return shown.foresight.critical
    return shown.critical if state.quiet.engaged else "unknown"


def ending(policy: Policy, now: Moment, zone: str) -> tuple[tuple[str, str, bool], ...]:
    """Rules that let somebody through and end soon, or have ended: name, last day, whether that is over."""
    today = now.utc.astimezone(ZoneInfo(zone)).date()
    rules = expiring(policy, today)
    return tuple((rule.name, rule.until.isoformat() if rule.until else "", over(rule, today)) for rule in rules)


def return_view(session: Session, store: Store, now: Moment) -> ReturnView:
    """Where we left off, in words."""
    found = recap(session, now)
    return ReturnView(
        topic=_text(store, found.topic),
        last_point=_text(store, found.last_point),
        next_step=_text(store, found.next_step),
        minutes_left=round(found.left.total_seconds() / 60),
        away_seconds=found.away.total_seconds(),
    )


def _tray(state: State, due: int, shown: Shown) -> TrayState:
    session = state.session
    if session is None:
        return "needs_you" if due else "free"
    if shown.offered or any(case.with_practitioner for case in state.cases.values()):
        return "needs_you"
    if session.paused_at is not None:
        return "stepped_out"
    return "isolation" if session.kind == "isolation" else "in_session"


def _session(session: Session, store: Store, zone: str, now: Moment, shown: Shown) -> SessionView:
    marks = store.records.marks(session.id) if session.marks else ()
    return SessionView(
        id=session.id,
        kind=session.kind,
        state=session.state,
        topic=_text(store, recap(session, now).topic),
        until=time_of_day(session.planned_end(now), zone),
        planned_seconds=session.planned.total_seconds(),
        elapsed_seconds=session.elapsed(now).total_seconds(),
        away_seconds=session.away_at(now).total_seconds(),
        at_ticks=now.ticks,
        doubted=session.doubted or shown.offered,
        initials=initials(_text(store, session.client)),
        note=_text(store, session.note),
        marks=tuple(mark_view(mark, zone) for mark in reversed(marks[-SHOWN_MARKS:])),
        more_marks=max(0, len(marks) - SHOWN_MARKS),
    )


def mark_view(mark: MarkRow, zone: str) -> MarkView:
    return MarkView(
        id=mark.id,
        at=time_of_day(mark.at, zone),
        topic=mark.topic,
        last_point=mark.last_point,
        next_step=mark.next_step,
    )


def initials(client: Private | None) -> Private | None:
    """As little of a client's name as tells the practitioner whose session this is. A short code stays as it is."""
    words = client.reveal().split() if client else []
    if not words:
        return None
    if len(words) == 1 and len(words[0]) <= SHORT_CODE:
        return Private(words[0])
    return Private("".join(word[0].upper() for word in words[:3]))


def quiet_mark(state: State, *, offered: bool) -> QuietMark:
    """What can be claimed of the silence. `offered`: a lapsed session waits for a word, and nothing is to be silent."""
    quiet = state.quiet
    if state.session is None or offered:
        return "not_wanted"
    if not quiet.engaged:
        return "not_silent"
    return "unverified" if quiet.evidence in UNVERIFIED or quiet.why == "popup_seen" else "silent"


def _card(state: State, store: Store, zone: str) -> CardView | None:
    """The card that has waited longest comes first; the others are only counted."""
    waiting = [case for case in state.cases.values() if case.reached_at is not None]
    if not waiting:
        return None
    first = min(waiting, key=lambda case: (case.reached_at.utc if case.reached_at else LAST, case.id))
    return _card_of(first, store, len(waiting) - 1, zone)


def _called(case: Case, key: str) -> str:
    person = case.policy.responder(key)
    return person.name if person else ""


def _card_of(case: Case, store: Store, more: int, zone: str) -> CardView:
    known = store.records.case(case.id)
    stands = _stands(known) if case.standing else None
    said_it = case.policy.responder(stands.by if stands else (case.stood_by or ""))
    return CardView(
        case=case.id,
        story=parts_before_the_card(known.timeline if known else (), lambda key: _called(case, key), zone),
        why=case.reached or "need_me",
        line=_line(case, known),
        sender=known.sender if known else None,
        from_name=said_it.name if said_it else "",
        more=more,
    )


def _line(case: Case, known: CaseRow | None) -> Private:
    """The one calm line: what is lost if it waits, as the responder put it; or the reason of the rule that let it through."""
    if case.reached in ("need_me", "va_direct"):
        stands = _stands(known)
        return (stands.what_is_lost if stands else None) or Private("")
    name = known.rule if known else ""
    return Private(next((rule.reason for rule in case.policy.rules if rule.name == name), ""))


def _stands(known: CaseRow | None) -> TimelineRow | None:
    """Who said last, in words that are still there, that it is an emergency."""
    told = reversed(known.timeline if known else ())
    return next((event for event in told if event.kind == "stands" and event.what_is_lost is not None), None)


def _text(store: Store, key: str | None) -> Private | None:
    return store.texts.get(key) if key else None
