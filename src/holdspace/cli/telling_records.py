"""What the app keeps, told in words: the digest, follow-ups, and who can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdspace.cli.output import shown
from holdspace.cli.taking import count_in, lines_in, rows_in, time_of_day
from holdspace.private import Private
from holdspace.words_ended import ended
from holdspace.words_glance import Part, glance
from holdspace.words_returning import returning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdspace.words import Words

    Again = Mapping[str, Mapping[str, Any]]
    """Of interruptions: how often their senders come."""


def tell_digest(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    zone = shown(result.get("time_zone"))
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows_in(result, "interruptions"):
        groups.setdefault(shown(row.get("sender")), []).append(row)
    again = {shown(row.get("interruption")): row for row in rows_in(result, "returning")}
    noise = count_in(result, "noise")
    if end := ended(words, count_in(result, "ended_early_minutes"), shown(result.get("ended_why"))):
        yield end
    if not groups and not noise:
        yield words.t("Nothing arrived.")
    for rows in groups.values():
        yield from _group(rows, again, words, zone)
    if again:
        yield words.t("What is done next time is chosen in the window: from each line of the digest.")
    if own := count_in(result, "by_myself"):
        yield words.n("{n} by myself", "{n} by myself", own)
    if noise:
        yield words.n("{n} counted as noise", "{n} counted as noise", noise)
    for gap in rows_in(result, "gaps"):
        yield _gap(gap, words, zone)
    if marks := rows_in(result, "marks"):
        yield words.t("Place marks")
        for mark in marks:
            told = (shown(mark.get("topic")), shown(mark.get("last_point")), shown(mark.get("next")))
            yield "  " + " · ".join(filter(None, (time_of_day(mark.get("at"), zone), *told)))
    if note := lines_in(result, "note"):
        yield words.t("Your note")
        yield from ("  " + line for line in note)


def _group(rows: list[Mapping[str, Any]], again: Again, words: Words, zone: str) -> Iterator[str]:
    """Everything from one sender; before it how often they come, if that is to be told."""
    yield shown(rows[0].get("sender")) or words.t("Without a name")
    for hint in (again[key] for row in rows if (key := shown(row.get("id"))) in again):
        yield "  " + returning(words, count_in(hint, "sessions"), count_in(hint, "of"))
    for row in rows:
        first, *further = map(shown, (str(row.get("text") or "")).split("\n"))
        yield "  " + _interruption(row, first, words, zone)
        yield from ("      " + text for text in further)
        if story := [_part(part) for part in rows_in(row, "story")]:
            yield "      " + glance(words, story).reveal()


def _part(part: Mapping[str, Any]) -> Part:
    said = shown(part.get("said"))
    by, at, what = (shown(part.get(key)) for key in ("by", "at", "what"))
    return Part(by=by, at=at, what=what, said=Private(said) if said else None, times=count_in(part, "times"))


def _interruption(row: Mapping[str, Any], text: str, words: Words, zone: str) -> str:
    unnamed = row.get("origin") == "desktop"
    source = words.t("Unknown program") if unnamed else words.code("source", shown(row.get("source")) or "unsorted")
    outcome = shown(row.get("outcome"))
    told = words.code("outcome", outcome) if outcome else words.t("still open")
    parts = [" ".join(filter(None, (time_of_day(row.get("at"), zone), shown(row.get("app")) or source))), told]
    if reason := shown(row.get("reason")):
        parts.append(words.code("why", reason))
    if by := shown(row.get("by")):
        parts.append(by)
    if row.get("taken_back") is True:
        parts.append(words.t("taken back by its sender"))
    if text:
        parts.append(text)
    return " · ".join(parts)


def _gap(gap: Mapping[str, Any], words: Words, zone: str) -> str:
    since, until = time_of_day(gap.get("since"), zone), time_of_day(gap.get("until"), zone)
    told = words.t("Nobody watched from {since} to {until}: what came then was not seen", since=since, until=until)
    why = shown(gap.get("why"))
    return f"{told} ({words.code('gap_why', why)})" if why else told


def tell_followups(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    rows = rows_in(result, "followups")
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
    rows = rows_in(result, "responders")
    if not rows:
        yield words.t("Nobody can be asked yet: import settings with responders.")
    for row in rows:
        role = words.code("role", shown(row.get("role")) or "assistant")
        yield f"{shown(row.get('id'))}  {shown(row.get('name'))} · {role} · {_standing(row, words)}"
    if any(row.get("in_a_step") is False for row in rows):
        yield words.code("remedy", "add_a_step")


def _standing(row: Mapping[str, Any], words: Words) -> str:
    """Whether they can be asked now, and if not, whether they ever are."""
    if row.get("in_a_step") is False:
        return words.t("asked in no step")
    return words.t("reachable now") if row.get("reachable") is True else words.t("not reachable now")


def tell_link(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield shown(result.get("url"))
    yield words.t("It works once. Open it in the browser of the person who is to be asked.")
    if result.get("asks_nobody") is True:
        yield words.t('Nothing is asked about yet: everything is held until a rule in the settings says "ask".')
