"""What the app answered, told in words: one function a verb, from the result to lines.

Results are taken as they come: what is absent or odd is left out, never an error. Times of day are ready-made ("15:50").
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from holdspace.cli.output import plain_params, shown
from holdspace.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from holdspace.words import Words


def _just(msgid: str) -> Callable[[Mapping[str, Any], Words], Iterator[str]]:
    """A verb about which there is one thing to say."""

    def tell(_: Mapping[str, Any], words: Words) -> Iterator[str]:
        yield words.t(msgid)

    return tell


def tell_status(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    session = _table(result, "session")
    if session:
        yield from _session(session, words)
    else:
        yield words.t("No session.")
    yield _quiet(_table(result, "quiet"), words)
    yield from _coverage(_table(result, "coverage"), words)
    if held := _count(result, "held"):
        yield words.n("{n} held for later", "{n} held for later", held)
    for case in _rows(result, "cases"):
        yield _case(case, words)
    if pins := _count(result, "pins"):
        yield words.n("{n} deferral note", "{n} deferral notes", pins)
    if due := _count(result, "followups_due"):
        yield words.n("{n} follow-up is due", "{n} follow-ups are due", due)
    for code in _names(result, "trouble"):
        yield words.t("Trouble: {what}", what=words.code("trouble", code))


def _session(session: Mapping[str, Any], words: Words) -> Iterator[str]:
    kind = words.code("kind", shown(session.get("kind")) or "session")
    state = words.code("state", shown(session.get("state")) or "running")
    about = ", ".join(filter(None, (shown(session.get("client")), shown(session.get("topic")))))
    yield f"{kind}: {state}" + (f" · {about}" if about else "")
    yield words.t(
        "{elapsed} of {planned} minutes",
        elapsed=_number(session, "elapsed_seconds") // 60,
        planned=_number(session, "planned_minutes"),
    )
    if away := _number(session, "away_seconds"):
        yield _away(away, words)


def _quiet(quiet: Mapping[str, Any], words: Words) -> str:
    driver = shown(quiet.get("driver"))
    if quiet.get("engaged") is True:
        evidence = words.code("evidence", shown(quiet.get("evidence")) or "none")
        return words.t("The desktop is silent ({driver}, {evidence}).", driver=driver or "?", evidence=evidence)
    why = shown(quiet.get("why"))
    if why and why != "not_wanted":
        return words.t("The desktop is not silent: {why}", why=words.code("quiet_why", why))
    return words.t("The desktop is not silent.")


def _coverage(coverage: Mapping[str, Any], words: Words) -> Iterator[str]:
    """Who can be asked, and what is not covered: never left unsaid."""
    if not coverage:
        return
    if reachable := _names(coverage, "reachable"):
        yield words.t("Can be asked now: {names}", names=", ".join(reachable))
    else:
        yield words.t("Nobody can be asked now: everything is held.")
    if away := _names(coverage, "not_reachable"):
        yield words.t("Not reachable now: {names}", names=", ".join(away))
    if coverage.get("page_on_this_machine_only") is True:
        yield words.t("The answer page works on this computer only.")
    if not_covered := _names(coverage, "not_covered"):
        yield words.t("Not covered: {what}", what=", ".join(words.code("not_covered", code) for code in not_covered))


def _case(case: Mapping[str, Any], words: Words) -> str:
    who = shown(case.get("sender")) or words.t("somebody unnamed")
    if outcome := shown(case.get("outcome")):
        state = words.code("outcome", outcome)
    else:
        state = words.code("phase", shown(case.get("phase")) or "waiting")
    asked = shown(case.get("responder"))
    return f"· {who}: {state}" + (f" ({asked})" if asked else "")


def tell_where(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    rows = (
        (words.t("Topic"), shown(result.get("topic"))),
        (words.t("Last point"), shown(result.get("last_point"))),
        (words.t("Next step"), shown(result.get("next"))),
    )
    said = [f"{label}: {text}" for label, text in rows if text]
    yield from said or [words.t("No mark was set.")]
    left = _number(result, "minutes_left")
    yield words.n("{n} minute left", "{n} minutes left", left) if left > 0 else words.t("The planned time is over.")
    if away := _number(result, "away_seconds"):
        yield _away(away, words)


def _away(seconds: int, words: Words) -> str:
    if seconds < 60:
        return words.n("{n} second away", "{n} seconds away", seconds)
    return words.n("{n} minute away", "{n} minutes away", seconds // 60)


def tell_start(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    minutes = _number(result, "minutes")
    if minutes:
        yield words.n("The session runs: {n} minute is planned.", "The session runs: {n} minutes are planned.", minutes)
    else:
        yield words.t("The session runs.")
    yield from _coverage(_table(result, "coverage"), words)


def tell_resume(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield words.t("Back in session.")
    if where := _table(result, "where"):
        yield from tell_where(where, words)


def tell_end(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield words.t("The session has ended. The desktop is given back in a moment.")
    if arrived := _number(result, "arrived"):
        yield words.n(
            "{n} interruption arrived: `holdspace digest` tells what became of it.",
            "{n} interruptions arrived: `holdspace digest` tells what became of them.",
            arrived,
        )


def tell_undo(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield words.code("undone", shown(result.get("undone")) or "unknown")


def tell_digest(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in _rows(result, "interruptions"):
        groups.setdefault(shown(row.get("sender")), []).append(row)
    noise = _count(result, "noise")
    if not groups and not noise:
        yield words.t("Nothing arrived.")
    for sender, rows in groups.items():
        yield sender or words.t("Without a name")
        for row in rows:
            yield "  " + _interruption(row, words)
    if noise:
        yield words.n("{n} counted as noise", "{n} counted as noise", noise)
    for gap in _rows(result, "gaps"):
        yield _gap(gap, words)


def _interruption(row: Mapping[str, Any], words: Words) -> str:
    source = words.code("source", shown(row.get("source")) or "unsorted")
    outcome = shown(row.get("outcome"))
    told = words.code("outcome", outcome) if outcome else words.t("still open")
    parts = [" ".join(filter(None, (_clock(row.get("at")), shown(row.get("app")) or source))), told]
    if reason := shown(row.get("reason")):
        parts.append(words.code("why", reason))
    if by := shown(row.get("by")):
        parts.append(by)
    if text := shown(row.get("text")):
        parts.append(text)
    return " · ".join(parts)


def _gap(gap: Mapping[str, Any], words: Words) -> str:
    since, until = _clock(gap.get("since")), _clock(gap.get("until"))
    told = words.t("Nobody watched from {since} to {until}: what came then was not seen", since=since, until=until)
    why = shown(gap.get("why"))
    return f"{told} ({words.code('gap_why', why)})" if why else told


def tell_followups(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    rows = _rows(result, "followups")
    if not rows:
        yield words.t("No open promises.")
    for row in rows:
        what = shown(row.get("text")) or words.t("Without words")
        who = shown(row.get("from"))
        due = shown(row.get("due"))
        overdue = " " + words.t("(overdue)") if row.get("overdue") is True else ""
        yield f"{shown(row.get('id'))[:8]}  {due}{overdue}  {what}" + (f" · {who}" if who else "")
        if draft := shown(row.get("draft")):
            yield "    " + words.t("Draft, not sent: {draft}", draft=draft)


def tell_responders(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    rows = _rows(result, "responders")
    if not rows:
        yield words.t("Nobody can be asked yet: import settings with responders.")
    for row in rows:
        reachable = words.t("reachable now") if row.get("reachable") is True else words.t("not reachable now")
        role = words.code("role", shown(row.get("role")) or "assistant")
        yield f"{shown(row.get('id'))}  {shown(row.get('name'))} · {role} · {reachable}"


def tell_link(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield shown(result.get("url"))
    yield words.t("It works once. Open it in the browser of the person who is to be asked.")


def tell_doctor(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    for row in _rows(result, "rows"):
        fitness = words.code("fitness", shown(row.get("fitness")) or "unknown")
        name = words.code("part", shown(row.get("part")))
        driver = shown(row.get("driver"))
        line = f"{name}{f' ({driver})' if driver else ''}: {fitness}"
        if why := shown(row.get("why")):
            line += " · " + words.code("doctor_why", why, **plain_params(row.get("params")))
        yield line
        if remedy := shown(row.get("remedy")):
            yield "    " + words.code("remedy", remedy, **plain_params(row.get("params")))
    if home := shown(result.get("home")):
        yield words.t("State: {home}", home=home)
    if result.get("encrypted") is not True:
        yield words.t("What is kept here is not encrypted yet.")


def _table(result: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = result.get(key)
    return value if isinstance(value, dict) else {}


def _rows(result: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = result.get(key)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _names(result: Mapping[str, Any], key: str) -> list[str]:
    value = result.get(key)
    return [shown(one) for one in value] if isinstance(value, list) else []


def _clock(value: object) -> str:
    """A moment (ISO 8601) as the time of day where this terminal stands; what is none is shown as it is."""
    text = shown(value)
    try:
        return datetime.fromisoformat(text).astimezone().strftime("%H:%M")
    except ValueError:
        return text


def _number(result: Mapping[str, Any], key: str) -> int:
    value = result.get(key)
    return int(value) if isinstance(value, (int, float)) and abs(value) < 1e12 else 0


def _count(result: Mapping[str, Any], key: str) -> int:
    """A count, given as a number or as the list of what is counted."""
    value = result.get(key)
    return len(value) if isinstance(value, list) else _number(result, key)


TELLERS: dict[str, Callable[[Mapping[str, Any], Words], Iterator[str]]] = {
    "start": tell_start,
    "pause": _just(mark("Stepped out.")),
    "resume": tell_resume,
    "extend": _just(mark("The planned length is longer now.")),
    "end": tell_end,
    "undo": tell_undo,
    "quit": _just(mark("Holdspace quits.")),
    "followup_done": _just(mark("The promise is kept.")),
    "status": tell_status,
    "where": tell_where,
    "digest": tell_digest,
    "followups": tell_followups,
    "responders": tell_responders,
    "link": tell_link,
    "doctor": tell_doctor,
}
