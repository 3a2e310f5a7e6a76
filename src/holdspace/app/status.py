"""What the command line is told: the state and the records as plain values, ready for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdspace.app.ended import minutes_early
from holdspace.app.followups import due_words, followup_rows
from holdspace.app.screen import ending, quiet_mark, return_view
from holdspace.app.story import parts
from holdspace.core import facts as f
from holdspace.core.asking import comes_through
from holdspace.core.escalation import PRACTITIONER, can_be_asked, in_a_step
from holdspace.core.outlook import outlook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from holdspace.app.house import House
    from holdspace.core.moment import Moment
    from holdspace.core.people import Responder
    from holdspace.core.returning import Hint
    from holdspace.private import Private
    from holdspace.store.rows import CaseRow, DigestRow
    from holdspace.words_glance import Part


def status(house: House) -> dict[str, Any]:
    """`holdspace status --json`."""
    state, now = house.engine.state, house.clock.now()
    session = state.session
    followups = followup_rows(house, house.chosen_language)
    return {
        "language": house.chosen_language,
        "session": None
        if session is None
        else {
            "id": session.id,
            "kind": session.kind,
            "client": _text(house, session.client),
            "topic": _plain(return_view(session, house.store, now).topic),
            "state": session.state,
            "doubted": session.doubted or house.offered,
            "started_at": iso(session.started),
            "planned_minutes": round(session.planned.total_seconds() / 60),
            "elapsed_seconds": round(session.elapsed(now).total_seconds(), 3),
            "away_seconds": round(session.away_at(now).total_seconds(), 3),
        },
        "quiet": {
            "engaged": state.quiet.engaged,
            "driver": state.quiet.driver,
            "evidence": state.quiet.evidence,
            "critical": house.critical if state.quiet.engaged else "unknown",
            "why": state.quiet.why,
            "lease_until": house.lease_until,
        },
        "drill": house.drill.session is not None,
        "battery_low": session is not None and bool(state.battery),
        "coverage": coverage(house),
        "held": house.store.records.held_count(session.id) if session else 0,
        "cases": [_case(house, row) for row in house.recent_cases()],
        "pins": len(state.pins),
        "followups_due": sum(1 for row in followups if row.overdue),
        "ending": endings(house),
        "trouble": list(house.trouble),
    }


def coverage(house: House, called: Callable[[Responder], str] = lambda one: one.name) -> dict[str, Any]:
    """What is silent, who can be asked, what is not covered: codes, told in words by whoever shows them."""
    state, now = house.engine.state, house.clock.now()
    policy = house.engine.policy
    people = policy.responders
    now_or_later = [one for one in people if in_a_step(policy, one.role)]
    return {
        "silent": state.quiet.engaged,
        "quiet": quiet_mark(state, offered=house.offered),
        "why": state.quiet.why,
        "blind": state.session is not None and bool(house.ear.blind),
        "critical": house.critical if state.quiet.engaged else "unknown",
        "reachable": [called(one) for one in now_or_later if can_be_asked(policy, one, state.present, now)],
        "not_reachable": [called(one) for one in now_or_later if not can_be_asked(policy, one, state.present, now)],
        "in_no_step": [called(one) for one in people if not in_a_step(policy, one.role)],
        "comes_through": list(comes_through(state, policy, now)),
        "page_on_this_machine_only": bool(people),
        "not_covered": ["phone", "calls", "own_popups"],
    }


def endings(house: House) -> list[dict[str, Any]]:
    """Rules that let somebody through and end soon."""
    found = ending(house.engine.policy, house.clock.now(), house.zone)
    return [{"name": name, "until": until, "over": over} for name, until, over in found]


def where(house: House) -> dict[str, Any] | None:
    """`holdspace where`: None without a session, running or ended."""
    session = house.engine.state.session or house.engine.state.ended
    if session is None:
        return None
    view = return_view(session, house.store, house.clock.now())
    note = house.store.texts.get(session.note)
    return {
        "topic": _plain(view.topic),
        "last_point": _plain(view.last_point),
        "next": _plain(view.next_step),
        "minutes_left": view.minutes_left,
        "away_seconds": round(view.away_seconds, 1),
        "note": _lines(note),
    }


def digest(house: House) -> dict[str, Any]:
    """`holdspace digest --json`: of the session that runs, else of the last one."""
    records = house.store.records
    key = house.digest_session()
    rows = records.digest_rows(key)
    timelines = records.timelines(key)
    session = records.session(key) if key else None
    return {
        "session": key,
        "time_zone": house.zone,
        "interruptions": [
            {
                "id": row.id,
                "at": iso(row.at),
                "source": row.source,
                "origin": row.origin,
                "app": row.app,
                "sender": _plain(row.sender),
                "text": _plain(row.text),
                "outcome": row.outcome,
                "reason": row.why or "",
                "by": house.name_of(row.by or ""),
                "pinned": row.pinned,
                "taken_back": row.taken_back,
                "story": [_part(part) for part in parts(timelines.get(row.id, ()), house.name_of, house.zone)],
            }
            for row in rows
        ],
        "ended_early_minutes": minutes_early(session) if session else 0,
        "ended_why": (session.ended_why or None) if session else None,
        "by_myself": by_myself(rows),
        "note": _lines(session.note) if session else [],
        "marks": [
            {
                "id": mark.id,
                "at": iso(mark.at),
                "topic": _plain(mark.topic),
                "last_point": _plain(mark.last_point),
                "next": _plain(mark.next_step),
            }
            for mark in records.marks(key)
        ]
        if key
        else [],
        "noise": records.noise_count(key) if key else 0,
        "gaps": [{"since": iso(gap.since), "until": iso(gap.until), "why": gap.why} for gap in records.gaps(key)]
        if key
        else [],
    }


def returning(hints: Iterable[Hint]) -> list[dict[str, Any]]:
    """Who came again and again, in the digest: of the last `of` sessions the sender of this interruption came into so many."""
    return [{"interruption": one.interruption, "sessions": one.sessions, "of": one.of} for one in hints]


def by_myself(rows: Iterable[DigestRow]) -> int:
    """How often the practitioner broke in themselves; what they took back is not counted."""
    return sum(1 for row in rows if row.source == "self" and row.outcome != "withdrawn")


def followups(house: House) -> dict[str, Any]:
    """`holdspace followups --json`."""
    return {
        "followups": [
            {
                "id": row.pin,
                "text": _plain(row.text),
                "from": _plain(row.sender),
                "due": row.due,
                "overdue": row.overdue,
                "draft": _plain(row.draft),
            }
            for row in followup_rows(house, house.chosen_language)
        ]
    }


def responders(house: House) -> dict[str, Any]:
    """`holdspace responders --json`."""
    state, policy, now = house.engine.state, house.engine.policy, house.clock.now()
    return {
        "responders": [
            {
                "id": one.id,
                "name": one.name,
                "role": one.role,
                "reachable": can_be_asked(policy, one, state.present, now),
                "in_a_step": in_a_step(policy, one.role),
                "channels": list(one.channels),
            }
            for one in policy.responders
        ]
    }


def done(house: House, verb: str, facts: tuple[f.Fact, ...]) -> dict[str, Any]:
    """What a command that was done tells: its own ids, and what the next sentence needs."""
    result: dict[str, Any] = {"language": house.chosen_language}
    for fact in facts:
        match fact:
            case f.SessionStarted():
                result |= {"session": fact.session, "minutes": fact.minutes, "coverage": coverage(house)}
                result |= {"ending": endings(house)}
                result |= {"urgent_with": house.engine.policy.urgent_with(house.store.texts.get(fact.client)) or None}
            case f.PinMade(by_hand=True):
                result |= {"pin": fact.pin, "due": due_words(house, fact.due, house.chosen_language)}
            case f.InterruptionArrived():
                result |= {"interruption": fact.interruption}
            case f.MarkSet():
                result |= {"mark": fact.mark}
            case f.SessionEnded():
                result |= _ended(house, fact.session)
            case f.EndExplained():
                result |= {"session": fact.session, "ended_why": fact.why}
            case f.PolicyAdopted() if verb == "settings_import":
                result |= {"ending": endings(house)}
            case f.SessionResumed() if verb == "resume":
                result |= {"where": where(house)}
            case _:
                result |= _undone(fact)
    return result


def _undone(fact: f.Fact) -> dict[str, str]:
    match fact:
        case f.InterruptionSettled(why="undone"):
            return {"undone": "log"}
        case f.PinTakenBack():
            return {"undone": "pin"}
        case f.MarkTakenBack():
            return {"undone": "mark"}
        case f.SessionEndTakenBack():
            return {"undone": "end"}
        case f.PolicyAdopted(takes_back=str()):
            return {"undone": "settled"}
        case _:
            return {}


def _ended(house: House, session: str) -> dict[str, Any]:
    records = house.store.records
    rows, row = records.digest_rows(session), records.session(session)
    counts = [one.outcome for one in rows if one.source != "self"]
    return {
        "session": session,
        "gives_back": house.engine.state.quiet.engaged,
        "arrived": len(counts),
        "deferred": counts.count("deferred"),
        "by_myself": by_myself(rows),
        "ended_early_minutes": minutes_early(row) if row is not None else 0,
    }


def iso(moment: Moment) -> str:
    """A moment as ISO 8601 in UTC."""
    return moment.utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _part(part: Part) -> dict[str, Any]:
    return {"by": part.by, "at": part.at, "what": part.what, "said": _plain(part.said), "times": part.times}


def _case(house: House, row: CaseRow) -> dict[str, Any]:
    """`with` tells whose it is: the practitioner's ("you"), theirs who are named, or nobody's. `then` tells who is asked, or what happens,
    when nobody answers until `due`.
    """
    case = house.engine.state.cases.get(row.id)
    now = house.clock.now()
    ahead = outlook(case, house.engine.state.present, now) if case else None
    return {
        "id": row.id,
        "sender": _plain(row.sender),
        "phase": row.phase,
        "step": row.step,
        "with": "you" if row.responders == (PRACTITIONER,) else "others" if row.responders else "nobody",
        "responder": ", ".join(house.name_of(key) or key for key in row.responders),
        "due": iso(row.due.by_the_clock(now)) if row.due else None,
        "due_at": house.time_of_day(ahead.until) if ahead and ahead.until else None,
        "then": ahead.then if ahead else None,
        "outcome": row.outcome,
    }


def _plain(text: Private | None) -> str | None:
    return text.reveal() if text is not None else None


def _lines(text: Private | None) -> list[str]:
    """A text of several lines, as a list that goes in parts where it is long."""
    return text.reveal().split("\n") if text else []


def _text(house: House, key: str | None) -> str | None:
    return _plain(house.store.texts.get(key)) if key else None
