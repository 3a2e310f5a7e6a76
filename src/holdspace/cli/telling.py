"""What the app answered, told in words: one function a verb, from the result to lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdspace.cli.arguments import END_WHYS
from holdspace.cli.output import shown
from holdspace.cli.taking import count_in, lines_in, names_in, number_in, rows_in, table_in
from holdspace.cli.telling_health import tell_coverage
from holdspace.cli.telling_records import tell_digest, tell_followups, tell_link, tell_responders
from holdspace.words import mark
from holdspace.words_coverage import nothing_shows
from holdspace.words_ended import ended
from holdspace.words_glance import ending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from holdspace.words import Words


AT_REST = frozenset({"", "not_wanted"})
"""Why the desktop is not silent while nothing wants it to be."""


def _just(msgid: str) -> Callable[[Mapping[str, Any], Words], Iterator[str]]:
    """A verb about which there is one thing to say."""

    def tell(_: Mapping[str, Any], words: Words) -> Iterator[str]:
        yield words.t(msgid)

    return tell


def tell_status(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    session = table_in(result, "session")
    drill = result.get("drill") is True
    if session:
        yield from _session(session, words)
    else:
        yield words.t("No session: a drill is under way.") if drill else words.t("No session.")
    yield _quiet(table_in(result, "quiet"), words, drill=drill)
    if result.get("battery_low") is True:
        yield words.t("The battery is low.")
    yield from tell_coverage(table_in(result, "coverage"), words)
    yield from endings(result, words)
    if held := count_in(result, "held"):
        yield words.n("{n} held for later", "{n} held for later", held)
    cases = rows_in(result, "cases")
    open_ = [case for case in cases if not case.get("outcome")]
    for case in open_:
        yield _case(case, words)
    if session and (closed := len(cases) - len(open_)):
        yield words.n("{n} case is closed: holdspace digest", "{n} cases are closed: holdspace digest", closed)
    if pins := count_in(result, "pins"):
        yield words.n("{n} deferral note", "{n} deferral notes", pins)
    if due := count_in(result, "followups_due"):
        yield words.n("{n} follow-up is due", "{n} follow-ups are due", due)
    for code in names_in(result, "trouble"):
        yield words.t("Trouble: {what}", what=words.code("trouble", code))


def endings(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    """What lets somebody through and ends soon, or has ended."""
    for rule in rows_in(result, "ending"):
        yield ending(words, shown(rule.get("name")), shown(rule.get("until")), over=rule.get("over") is True)


def _session(session: Mapping[str, Any], words: Words) -> Iterator[str]:
    kind = words.code("kind", shown(session.get("kind")) or "session")
    state = words.code("state", shown(session.get("state")) or "running")
    about = ", ".join(filter(None, (shown(session.get("client")), shown(session.get("topic")))))
    yield f"{kind}: {state}" + (f" · {about}" if about else "")
    yield words.t(
        "{elapsed} of {planned} minutes",
        elapsed=number_in(session, "elapsed_seconds") // 60,
        planned=number_in(session, "planned_minutes"),
    )
    if away := number_in(session, "away_seconds"):
        yield _away(away, words)


def _quiet(quiet: Mapping[str, Any], words: Words, *, drill: bool = False) -> str:
    driver = shown(quiet.get("driver"))
    if quiet.get("engaged") is True:
        doubted = shown(quiet.get("why")) == "popup_seen"  # its setting reads well, and yet something showed
        verified = nothing_shows(shown(quiet.get("evidence")), shown(quiet.get("critical")))
        evidence = words.code("evidence", (not doubted and verified) or "none")
        said = words.t("The desktop is silent ({driver}, {evidence}).", driver=driver or "?", evidence=evidence)
        return f"{said} {but_for(quiet, words)}".rstrip()
    why = shown(quiet.get("why"))
    if drill and why in AT_REST:  # of before the drill, whose own silence is being made
        return words.t("The desktop is just being made silent.")
    if why and why != "not_wanted":
        return words.t("The desktop is not silent: {why}", why=words.code("quiet_why", why))
    return words.t("The desktop is not silent.")


def but_for(quiet: Mapping[str, Any], words: Words) -> str:
    """What speaks against a silence that is engaged, as a sentence; empty when nothing does."""
    clause = words.code("quiet_why", why) if (why := shown(quiet.get("why"))) else ""
    return f"{clause[:1].upper()}{clause[1:]}." if clause else ""


def _case(case: Mapping[str, Any], words: Words) -> str:
    who = shown(case.get("sender")) or words.t("somebody unnamed")
    asked = shown(case.get("responder"))
    state = words.code("phase", shown(case.get("phase")) or "waiting")
    if case.get("with") == "you":
        state, asked = words.t("waiting for you"), ""
    elif not asked and case.get("phase") == "waiting":
        state = words.t("waiting to be asked")
    told = f"· {who}: {state}" + (f" ({asked})" if asked else "")
    if due := shown(case.get("due_at")):
        told += " · " + words.t("until {time}, {then}", time=due, then=words.code("then", shown(case.get("then"))))
    return told


def tell_where(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    rows = (
        (words.t("Topic"), shown(result.get("topic"))),
        (words.t("Last point"), shown(result.get("last_point"))),
        (words.t("Next step"), shown(result.get("next"))),
    )
    said = [f"{label}: {text}" for label, text in rows if text]
    yield from said or [words.t("No mark was set.")]
    if last := [line for line in lines_in(result, "note") if line][-1:]:
        yield words.t("Note: {text}", text=last[0])
    left = number_in(result, "minutes_left")
    yield words.n("{n} minute left", "{n} minutes left", left) if left > 0 else words.t("The planned time is over.")
    if away := number_in(result, "away_seconds"):
        yield _away(away, words)


def _away(seconds: int, words: Words) -> str:
    if seconds < 60:
        return words.n("{n} second away", "{n} seconds away", seconds)
    return words.n("{n} minute away", "{n} minutes away", seconds // 60)


def tell_start(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    minutes = number_in(result, "minutes")
    if minutes:
        yield words.n("The session runs: {n} minute is planned.", "The session runs: {n} minutes are planned.", minutes)
    else:
        yield words.t("The session runs.")
    if whose := shown(result.get("urgent_with")):
        yield words.code("urgent_with", whose)
    yield from tell_coverage(table_in(result, "coverage"), words, before=True)
    yield from endings(result, words)


def tell_resume(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield words.t("Back in session.")
    if where := table_in(result, "where"):
        yield from tell_where(where, words)


def tell_end(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    why, early = shown(result.get("ended_why")), number_in(result, "ended_early_minutes")
    if why and "arrived" not in result:  # it had ended before
        yield words.t("Noted as what broke it: {why}.", why=words.code("ended_why", why))
        return
    over, back = words.t("The session has ended."), words.t("The desktop is given back in a moment.")
    yield f"{over} {back}" if result.get("gives_back") is True else over  # what was not silent is not given back
    if told := ended(words, early, why):
        yield told
    if early and not why:
        yield words.t("What broke it? If you like: {command}", command=f"`holdspace end --why {'|'.join(END_WHYS)}`")
    if arrived := number_in(result, "arrived"):
        yield words.n(
            "{n} interruption arrived: `holdspace digest` tells what became of it.",
            "{n} interruptions arrived: `holdspace digest` tells what became of them.",
            arrived,
        )
    if own := number_in(result, "by_myself"):
        yield words.n("{n} by myself", "{n} by myself", own)


def tell_undo(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield words.code("undone", shown(result.get("undone")) or "unknown")


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
}
