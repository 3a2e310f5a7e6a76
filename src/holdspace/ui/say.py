"""What the screen says about the codes of the view: silence, coverage, trouble, gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.ui.text import BREAK
from holdspace.words_coverage import Silence, critical_ones, foreseen, nobody_can_be_asked, not_covered, unseen
from holdspace.words_glance import ending

if TYPE_CHECKING:
    from holdspace.ui.views import Screen
    from holdspace.words import Words

NAMED = 4
"""So many of those who can be asked are named."""


def silence(words: Words, screen: Screen) -> str:
    """The state of the desktop's silence in a word or two."""
    match screen.quiet:
        case "silent":
            return words.t("Silent")
        case "not_silent":
            return words.t("Not silent")
        case "unverified":
            return words.t("Silent, not verified")
        case "not_wanted":
            return words.t("Ready")
        case "unready":
            return words.t("Not ready")


def sentence(clause: str) -> str:
    """A clause of the table of codes as a sentence of its own."""
    return f"{clause[:1].upper()}{clause[1:]}."


def why_not_silent(words: Words, screen: Screen) -> str:
    """Why the desktop is not silent or not watched; empty when nothing is wrong."""
    if screen.quiet_why in {"", "not_wanted"}:
        return ""
    why = words.code("quiet_why", screen.quiet_why)
    if screen.quiet == "not_silent":
        return sentence(words.t("The desktop is not silent: {why}", why=why))
    return foreseen(words, screen.quiet_why) if screen.quiet == "unready" else sentence(why)


def trouble(words: Words, screen: Screen) -> str:
    """What was just refused and what fails now, in calm sentences; each is said once, whatever it is called where it failed."""
    refused = [words.code("refusal", screen.refused)] if screen.refused else []
    battery = [words.t("The battery is low.")] if screen.battery_low else []
    said = dict.fromkeys([*refused, *battery, *(sentence(words.code("trouble", code)) for code in screen.trouble)])
    return " ".join(said)


def microphone(words: Words, screen: Screen) -> str:
    """What whoever is to be heard from afar would want to know; empty where all is well or nothing is known."""
    match screen.microphone:
        case "muted":
            return words.t("The microphone is muted.")
        case "none":
            return words.t("No microphone was found.")
        case "":
            return ""


def somebody_to_ask(screen: Screen) -> bool:
    """Whether anybody is set up to be asked, now or at another time: whoever is asked in no step is not."""
    return any(person.in_a_step for person in screen.responders)


def who_can_be_asked(words: Words, screen: Screen) -> str:
    """Who can be asked now: the first of them by name, so that there is room for what is not covered."""
    names = [person.name for person in screen.responders if person.reachable]
    if not names:
        return nobody_can_be_asked(words, screen.comes_through, _silence(screen), set_up=somebody_to_ask(screen))
    named, more = ", ".join(names[:NAMED]), len(names) - NAMED
    if more > 0:
        return words.n("Can be asked: {names} and {n} more.", "Can be asked: {names} and {n} more.", more, names=named)
    return words.t("Can be asked: {names}.", names=named)


def _silence(screen: Screen) -> Silence:
    return Silence(mark=screen.quiet, why=screen.quiet_why, critical=screen.critical, blind=screen.blind)


def coverage(words: Words, screen: Screen, *, before: bool = False) -> str:
    """One honest line: what is silent, who can be asked, what is not covered.

    `before` a session each of these begins a line, and what to do about the last is said too.
    """
    silent = [why_not_silent(words, screen), unseen(words, _silence(screen))]
    asked = [who_can_be_asked(words, screen)]
    if screen.page_on_this_machine_only and somebody_to_ask(screen) and "page_failed" not in screen.trouble:
        asked.append(words.t("The answer page works on this computer only."))
    asked.extend(ending(words, name, until, over=over) for name, until, over in screen.ending)
    open_ = [critical_ones(words, screen.critical), not_covered(words, before=before)]
    said = (" ".join(filter(None, part)) for part in (silent, asked, open_))
    return (BREAK if before else " ").join(filter(None, said))


def gap(words: Words, since: str, until: str, why: str) -> str:
    """A time when nobody watched."""
    reason = words.code("gap_why", why)
    return words.t("From {since} to {until} nothing could be seen: {reason}.", since=since, until=until, reason=reason)


def outcome(words: Words, code: str, why: str, by: str) -> str:
    """What became of an interruption, in words: the outcome, by whom, and why where that says more."""
    if code == "handled" and by:
        said = words.t("Handled by {name}", name=by)
    elif code == "deferred" and by:
        said = words.t("{name}: it can wait", name=by)
    else:
        said = words.code("outcome", code)
    match why:
        case "session_end":
            return words.t("{said}, still open at the end", said=said)
        case "nobody_answered":
            return words.t("{said}, nobody answered", said=said)
        case "nobody_on_duty":
            return words.t("{said}, nobody was on duty", said=said)
        case "undone":
            return words.t("{said} by you", said=said)
        case _:
            return said
